// A real provider of OpenID Connect for one journey: `node provider.mjs PORT CENTRE`. Whoever signs in as NAME is in
// the group `group-NAME`; `utenfor` is in none. Any password does.
import Provider from "oidc-provider";

const [port, centre] = process.argv.slice(2);

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "overgang",
      client_secret: "a secret between the two",
      redirect_uris: [`${centre}/api/sign-in/callback`],
      backchannel_logout_uri: `${centre}/api/sign-in/back-channel`,
      backchannel_logout_session_required: true,
    },
  ],
  // As Entra ID does it: what the application needs stands in the token itself.
  conformIdTokenClaims: false,
  claims: { openid: ["sub"], profile: ["name", "groups"] },
  features: { backchannelLogout: { enabled: true }, devInteractions: { enabled: true } },
  cookies: { keys: ["for one journey only"] },
  // Its own way of calling refuses this machine's own address, where the centre is.
  fetch: (url, { dispatcher: _, ...options }) => globalThis.fetch(url, options),
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: `${id} fra jobben`, groups: id === "utenfor" ? [] : [`group-${id}`] }),
  }),
});

provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
provider.on("backchannel.error", (_, error) => console.error("the centre was not told:", error));
