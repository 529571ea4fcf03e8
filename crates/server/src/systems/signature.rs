//! How systems and the centre prove to each other who sends something: HMAC-SHA256 with a secret that both have, over
//! the method, the path with its query, the time, an id and the SHA-256 of the body.

use std::fmt;

use hmac::{Hmac, Mac};
use sha2::Sha256;
use uuid::Uuid;

use crate::chain::Hash;

/// The header with the name of the system that asks.
pub const NAME_HEADER: &str = "overgang-system";
/// The header with the time of a request, milliseconds since 1970.
pub const TIME_HEADER: &str = "overgang-timestamp";
/// The header with the id of a request, a UUID.
pub const ID_HEADER: &str = "overgang-request-id";
/// The header with the signature, 64 hexadecimal digits.
pub const SIGNATURE_HEADER: &str = "overgang-signature";

/// How far the time of a request may lie from the centre's: 5 minutes.
pub const WINDOW_MILLIS: u64 = 5 * 60 * 1000;

/// The shortest secret, in characters.
pub const SHORTEST_SECRET: usize = 32;

/// What is signed. What was signed for one purpose proves nothing for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Somebody asks: a system the centre, or the centre the register of persons.
    Request,
    /// The centre tells a system what has changed.
    Webhook,
}

/// What a signature covers.
#[derive(Clone, Copy, Debug)]
pub struct Signed<'a> {
    /// What for.
    pub purpose: Purpose,
    /// The method, in capitals.
    pub method: &'a str,
    /// The path with its query, as it is sent.
    pub target: &'a str,
    /// When, milliseconds since 1970.
    pub time: u64,
    /// The id.
    pub id: Uuid,
    /// The body, as it is sent.
    pub body: &'a [u8],
}

/// A secret that a system and the centre share.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SharedSecret(String);

/// Never shows it.
impl fmt::Debug for SharedSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SharedSecret")
    }
}

impl Signed<'_> {
    /// The bytes that are signed: lines, none of which can hold a line's end.
    fn text(&self) -> String {
        let purpose: &str = match self.purpose {
            Purpose::Request => "overgang-request-1",
            Purpose::Webhook => "overgang-webhook-1",
        };
        let Self {
            method,
            target,
            time,
            id,
            body,
            ..
        } = self;
        format!(
            "{purpose}\n{method}\n{target}\n{time}\n{id}\n{}",
            Hash::of(body)
        )
    }
}

impl SharedSecret {
    /// This secret, if it is long enough.
    pub fn new(secret: String) -> Option<Self> {
        (secret.chars().count() >= SHORTEST_SECRET).then_some(Self(secret))
    }

    /// The signature, as it stands in the header.
    pub fn sign(&self, signed: &Signed<'_>) -> String {
        let code: [u8; 32] = self.mac(signed).finalize().into_bytes().into();
        Hash(code).to_string()
    }

    /// Whether a header has the right signature. It takes as long wherever the two differ.
    pub fn verifies(&self, signed: &Signed<'_>, header: &str) -> bool {
        let Some(code) = from_hex(header) else {
            return false;
        };
        self.mac(signed).verify_slice(&code).is_ok()
    }

    fn mac(&self, signed: &Signed<'_>) -> Hmac<Sha256> {
        #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).expect("any key");
        mac.update(signed.text().as_bytes());
        mac
    }
}

/// 64 hexadecimal digits.
fn from_hex(text: &str) -> Option<[u8; 32]> {
    let digits: &[u8] = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    let mut bytes = [0_u8; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        let value = |digit: u8| char::from(digit).to_digit(16);
        let number: u32 = value(pair[0])? * 16 + value(pair[1])?;
        *byte = u8::try_from(number).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(body: &[u8]) -> Signed<'_> {
        Signed {
            purpose: Purpose::Request,
            method: "POST",
            target: "/api/systems/events",
            time: 1_795_435_200_000,
            id: Uuid::from_u128(7),
            body,
        }
    }

    fn secret() -> SharedSecret {
        SharedSecret::new("0123456789abcdef0123456789abcdef".to_owned()).unwrap()
    }

    #[test]
    fn a_signature_is_that_of_the_lines_in_the_manual() {
        // From: printf 'overgang-request-1\nPOST\n…\n<sha256 of {}>' | openssl dgst -sha256 -hmac 0123…
        let text = signed(b"{}").text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines,
            [
                "overgang-request-1",
                "POST",
                "/api/systems/events",
                "1795435200000",
                "00000000-0000-0000-0000-000000000007",
                "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
            ]
        );
        assert_eq!(secret().sign(&signed(b"{}")), EXPECTED);
    }

    const EXPECTED: &str = "bda6568051633c7753e52fbb7003511dc0762ef8dc63b684c62b4c6e6584900c";

    #[test]
    fn whatever_is_changed_makes_another_signature() {
        let secret = secret();
        let right = secret.sign(&signed(b"{}"));
        assert!(secret.verifies(&signed(b"{}"), &right));
        assert!(secret.verifies(&signed(b"{}"), &right.to_uppercase()));
        let changed = [
            Signed {
                purpose: Purpose::Webhook,
                ..signed(b"{}")
            },
            Signed {
                method: "PUT",
                ..signed(b"{}")
            },
            Signed {
                target: "/api/systems/events?x",
                ..signed(b"{}")
            },
            Signed {
                time: 1_795_435_200_001,
                ..signed(b"{}")
            },
            Signed {
                id: Uuid::from_u128(8),
                ..signed(b"{}")
            },
            signed(b"{ }"),
        ];
        for one in changed {
            assert!(!secret.verifies(&one, &right), "{one:?}");
        }
        let short = right.get(1..).unwrap();
        for wrong in ["", "x", short, &format!("{short}é"), &format!("{right}0")] {
            assert!(!secret.verifies(&signed(b"{}"), wrong), "{wrong}");
        }
    }

    #[test]
    fn a_secret_is_long_and_never_shown() {
        assert!(SharedSecret::new("short".to_owned()).is_none());
        assert_eq!(format!("{:?}", secret()), "SharedSecret");
    }
}
