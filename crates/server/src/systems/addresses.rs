//! Which addresses the centre calls. It is told addresses by its file, and stands inside a network in which much would
//! answer it: so it calls public addresses only, over TLS, and never one that a name merely leads to.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use openidconnect::reqwest::dns::{Addrs, Name, Resolve, Resolving};
use openidconnect::url::{Host, ParseError, Url};

/// The address cannot be called.
#[derive(Debug, thiserror::Error)]
pub enum BadAddressError {
    /// No URL.
    #[error("it is no address: {0}")]
    Unreadable(#[from] ParseError),
    /// Anybody on the way could read it.
    #[error(
        "it has to begin with https:// (http:// is for this machine's own address, with allow_loopback)"
    )]
    InClear,
    /// It stands in this machine, in the network around it, or nowhere.
    #[error("it is no public address")]
    NotPublic,
    /// A secret in an address is soon in a log.
    #[error("it has a user's name or password in it, or a fragment")]
    TooMuch,
}

/// An address that may be called.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Callable {
    pub(super) url: Url,
    pub(super) allows_loopback: bool,
}

/// Never the whole of it: a path can be a secret.
impl fmt::Debug for Callable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.url.host_str().unwrap_or_default();
        write!(formatter, "Callable({host})")
    }
}

impl Callable {
    /// Reads an address. What it says by numbers is judged at once, in whichever way they are written; what a name leads
    /// to only when it is called.
    pub(super) fn read(text: &str, allows_loopback: bool) -> Result<Self, BadAddressError> {
        let url = Url::parse(text)?;
        let is_own_machine: bool = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        };
        let may_be_clear = allows_loopback && is_own_machine;
        if url.scheme() != "https" && !(url.scheme() == "http" && may_be_clear) {
            return Err(BadAddressError::InClear);
        }
        if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
            return Err(BadAddressError::TooMuch);
        }
        let is_callable = match url.host() {
            Some(Host::Domain(_)) => true,
            Some(Host::Ipv4(ip)) => may_call(IpAddr::V4(ip), allows_loopback),
            Some(Host::Ipv6(ip)) => may_call(IpAddr::V6(ip), allows_loopback),
            None => false,
        };
        if !is_callable {
            return Err(BadAddressError::NotPublic);
        }
        Ok(Self {
            url,
            allows_loopback,
        })
    }
}

/// A name leads to an address that is not called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the name leads to no address, or to one that is not public")]
pub(super) struct ForbiddenAddress;

/// Looks names up, and gives the connection the very addresses that were judged: whoever owns the name cannot have it
/// lead elsewhere in between.
pub(super) struct PublicOnly {
    pub(super) allows_loopback: bool,
}

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let allows_loopback = self.allows_loopback;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(judged(found.collect(), allows_loopback)?)
        })
    }
}

/// These addresses, if all of them may be called.
fn judged(found: Vec<SocketAddr>, allows_loopback: bool) -> Result<Addrs, ForbiddenAddress> {
    let may = |address: &SocketAddr| may_call(address.ip(), allows_loopback);
    if found.is_empty() || !found.iter().all(may) {
        return Err(ForbiddenAddress);
    }
    Ok(Box::new(found.into_iter()))
}

/// Whether an address may be called.
fn may_call(address: IpAddr, allows_loopback: bool) -> bool {
    if address.is_loopback() {
        return allows_loopback;
    }
    match address {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

/// All but the special ones of IANA's registry (RFC 6890).
fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let is_special = matches!(
        (a, b, c),
        // This network; private; loopback; multicast and reserved.
        (0 | 10 | 127 | 224.., _, _)
            // Shared by carriers (CGNAT); link-local, where clouds answer with their secrets.
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 168, _)
            // Protocols, examples, 6to4 relays, measurements.
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !is_special
}

/// Only what is given out as global unicast: so no unique-local, link-local, multicast, mapped or translated address.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    let is_global = (a & 0xe000) == 0x2000;
    // Protocols and tunnels of 2001::/23, examples, 6to4, which has an address of IPv4 in it.
    let is_special =
        (a == 0x2001 && (b < 0x0200 || b == 0x0db8)) || a == 0x2002 || (a == 0x3fff && b < 0x1000);
    is_global && !is_special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_spelling_of_an_address_inside_is_called() {
        let inside = [
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f000001/",
            "https://0177.0.0.1/",
            "https://0.0.0.0/",
            "https://0/",
            "https://10.1.2.3/",
            "https://172.16.0.1/",
            "https://172.31.255.255/",
            "https://192.168.1.1/",
            "https://169.254.169.254/latest/meta-data",
            "https://2852039166/",
            "https://100.64.0.1/",
            "https://100.127.255.255/",
            "https://224.0.0.1/",
            "https://255.255.255.255/",
            "https://240.0.0.1/",
            "https://192.0.2.1/",
            "https://198.18.0.1/",
            "https://[::1]/",
            "https://[::]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:7f00:1]/",
            "https://[::ffff:93.184.216.34]/",
            "https://[::127.0.0.1]/",
            "https://[64:ff9b::7f00:1]/",
            "https://[fc00::1]/",
            "https://[fd12:3456::1]/",
            "https://[fe80::1]/",
            "https://[ff02::1]/",
            "https://[2002:7f00:1::]/",
            "https://[2001:0:7f00:1::]/",
            "https://[2001:db8::1]/",
        ];
        for address in inside {
            let read = Callable::read(address, false);
            assert!(
                matches!(read, Err(BadAddressError::NotPublic)),
                "{address}: {read:?}"
            );
        }
        for address in ["https://[::ffff:127.0.0.1]/", "https://10.0.0.1/"] {
            assert!(Callable::read(address, true).is_err(), "{address}");
        }
    }

    #[test]
    fn public_addresses_and_names_are_called_over_tls() {
        for address in [
            "https://93.184.216.34/hook",
            "https://[2606:2800:220:1::1]:8443/",
            "https://172.32.0.1/",
            "https://100.128.0.1/",
            "https://records.example.no/hook?tenant=1",
        ] {
            assert!(Callable::read(address, false).is_ok(), "{address}");
        }
        for (address, allows_loopback) in [
            ("http://records.example.no/", false),
            ("http://records.example.no/", true),
            ("http://127.0.0.1/", false),
            ("ftp://records.example.no/", false),
            ("file:///etc/passwd", false),
        ] {
            let read = Callable::read(address, allows_loopback);
            assert!(matches!(read, Err(BadAddressError::InClear)), "{address}");
        }
        assert!(Callable::read("http://127.0.0.1:9/", true).is_ok());
        assert!(Callable::read("http://[::1]:9/", true).is_ok());
        for address in [
            "https://me@records.example.no/",
            "https://records.example.no/#a",
        ] {
            assert!(Callable::read(address, false).is_err(), "{address}");
        }
    }

    #[test]
    fn one_bad_address_among_good_ones_spoils_a_name() {
        let address = |text: &str| SocketAddr::new(text.parse().unwrap(), 0);
        let (good, bad) = (address("93.184.216.34"), address("10.0.0.1"));
        assert!(judged(vec![good], false).is_ok());
        assert!(judged(vec![good, bad], false).is_err());
        assert!(judged(Vec::new(), false).is_err());
        assert!(judged(vec![address("127.0.0.1")], false).is_err());
        assert!(judged(vec![address("::ffff:127.0.0.1")], true).is_err());
    }

    #[tokio::test]
    async fn a_name_that_leads_to_this_machine_is_not_called() {
        let asked = |allows_loopback| {
            let public = PublicOnly { allows_loopback };
            public.resolve("localhost".parse().unwrap())
        };
        let refused = asked(false).await.err().unwrap();
        assert!(refused.downcast_ref::<ForbiddenAddress>().is_some());
        assert!(asked(true).await.is_ok());
    }
}
