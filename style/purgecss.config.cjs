// Which of Aksel's rules ship: those whose classes and attributes stand somewhere in src/ or in index.html.
// Bytes before the first screen: what no component writes is not sent to any tablet.
const { readFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");
const sources = readdirSync(join(root, "src"), { recursive: true })
  .filter((file) => file.endsWith(".rs"))
  .map((file) => join(root, "src", file));
const text = sources.map((file) => readFileSync(file, "utf8")).join("\n");

const words = [...new Set(text.match(/[A-Za-z0-9_-]+/g))];

// Names that are put together when the app runs, such as `aksel-button--{}` and `--ax-bg-{}`: those stay that
// begin so and end in a word of the source.
const beginnings = (pattern) => [...new Set([...text.matchAll(pattern)].map(([beginning]) => beginning))];
const composed = (pattern) => beginnings(pattern).flatMap((beginning) => words.map((word) => beginning + word));

module.exports = {
  content: [...sources, join(root, "index.html")],
  defaultExtractor: (content) => content.match(/[A-Za-z0-9_-]+/g) ?? [],
  safelist: {
    // A state alone inside :is() or :where(), such as :checked, is no class that could be missing.
    standard: [...composed(/aksel-[a-z_-]+(?=\{)/g), /^:/],
    variables: composed(/--ax-[a-z-]*(?=[{"])/g),
    // purgecss does not look into these, and would take them out.
    greedy: [/^:(is|where)$/],
  },
  keyframes: true,
  variables: true,
};
