//! Texts that break what was not built for them.

/// Texts that people paste, and that attackers type.
pub const HOSTILE_TEXTS: [&str; 12] = [
    "<script>alert(1)</script>",
    "'; DROP TABLE entries; --",
    "\u{202e}snur alt\u{202c}",
    "null\u{0}byte",
    "\u{200b}\u{200d}\u{feff}",
    "{\"kind\":\"PlanOpened\"}",
    "\\\"\\u0000\\",
    "linje\r\nskift\ttab",
    "Æøå ÆØÅ čšž ŋŧ",
    "e\u{301}\u{327}\u{30a}\u{30a}",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "   ",
];
