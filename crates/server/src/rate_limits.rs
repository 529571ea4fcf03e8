//! How often the centre may be asked: so many calls a minute by each user's device, so many look-ups of persons by each
//! user, and so many sign-ins a minute from each address. Counted in each process by itself, and by a clock that nobody sets back.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderName;
use axum::http::request::Parts;
use governor::clock::Clock as GovernorClock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use overgang_domain::{DeviceId, UserId};

use crate::api_failure::ApiFailure;
use crate::centre::Centre;
use crate::clock::Clock;
use crate::openapi::Refuses;

/// After so many checks what is as good as new is forgotten.
const FORGET_AFTER: u32 = 10_000;

/// How often the centre may be asked. What is allowed in a minute may also come at once.
#[derive(Clone, Debug)]
pub struct Rates {
    /// Calls a minute by one user on one device.
    pub calls: NonZeroU32,
    /// Sign-ins a minute from one address.
    pub sign_ins: NonZeroU32,
    /// Look-ups of persons a minute by one user.
    pub look_ups: NonZeroU32,
    /// The header in which a proxy before the centre names the caller's address. Without one the address is that of
    /// whoever connects.
    pub address_header: Option<HeaderName>,
}

/// Counts.
pub struct RateLimits {
    calls: Limiter<(UserId, DeviceId)>,
    sign_ins: Limiter<IpAddr>,
    look_ups: Limiter<UserId>,
    hand_ins: Limiter<IpAddr>,
    address_header: Option<HeaderName>,
}

/// The caller's address has not tried to sign in too often. As a handler's argument it turns away who has.
#[derive(Clone, Copy, Debug)]
pub struct MaySignIn;

/// The caller's address has not handed in too often without a session. As a handler's argument it turns away who has.
#[derive(Clone, Copy, Debug)]
pub struct MayHandIn;

impl RateLimits {
    /// Counts by this clock.
    pub fn new(rates: Rates, clock: &Clock) -> Self {
        Self {
            calls: Limiter::new(rates.calls, clock),
            sign_ins: Limiter::new(rates.sign_ins, clock),
            look_ups: Limiter::new(rates.look_ups, clock),
            // All tablets of a prison may come from one address, and no sign-in is to wait for them.
            hand_ins: Limiter::new(rates.calls, clock),
            address_header: rates.address_header,
        }
    }

    /// Whether this user's device may call now.
    pub fn check_call(&self, user: UserId, device: DeviceId) -> Result<(), ApiFailure> {
        self.calls.check(&(user, device))
    }

    /// Whether this user may look a person up now.
    pub fn check_look_up(&self, user: UserId) -> Result<(), ApiFailure> {
        self.look_ups.check(&user)
    }

    /// The address that counts for a request; all without one share one count.
    fn address_of(&self, parts: &Parts) -> IpAddr {
        let named = self.address_header.as_ref().and_then(|name| {
            // The last one is what our own proxy saw; those before it are whatever the caller wrote.
            let value = parts.headers.get_all(name).into_iter().next_back()?;
            value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
        });
        let connected = || {
            let connected = parts.extensions.get::<ConnectInfo<SocketAddr>>()?;
            Some(connected.0.ip())
        };
        let address: Option<IpAddr> = match self.address_header {
            Some(_) => named,
            None => connected(),
        };
        address.map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), network)
    }
}

/// Whoever has one address of IPv6 has all that begin with the same 64 bits.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let network: u128 = address.to_bits() & !u128::from(u64::MAX);
            IpAddr::V6(Ipv6Addr::from_bits(network))
        }
    }
}

impl FromRequestParts<Centre> for MaySignIn {
    type Rejection = ApiFailure;

    async fn from_request_parts(parts: &mut Parts, centre: &Centre) -> Result<Self, ApiFailure> {
        let address: IpAddr = centre.limits.address_of(parts);
        centre.limits.sign_ins.check(&address).map(|()| Self)
    }
}

impl FromRequestParts<Centre> for MayHandIn {
    type Rejection = ApiFailure;

    async fn from_request_parts(parts: &mut Parts, centre: &Centre) -> Result<Self, ApiFailure> {
        let address: IpAddr = centre.limits.address_of(parts);
        centre.limits.hand_ins.check(&address).map(|()| Self)
    }
}

impl Refuses for MayHandIn {
    fn refusals() -> Vec<ApiFailure> {
        vec![ApiFailure::too_many_requests(1)]
    }
}

impl Refuses for MaySignIn {
    fn refusals() -> Vec<ApiFailure> {
        vec![ApiFailure::too_many_requests(1)]
    }
}

/// The clock as the crate wants it.
#[derive(Clone)]
struct Steady(Clock);

impl GovernorClock for Steady {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.steady()
    }
}

struct Limiter<Key: Hash + Eq + Clone> {
    counts: RateLimiter<Key, DashMapStateStore<Key>, Steady, NoOpMiddleware<Duration>>,
    clock: Steady,
    checks: AtomicU32,
}

impl<Key: Hash + Eq + Clone> Limiter<Key> {
    fn new(a_minute: NonZeroU32, clock: &Clock) -> Self {
        let clock = Steady(clock.clone());
        let quota = Quota::per_minute(a_minute);
        Self {
            counts: RateLimiter::new(quota, DashMapStateStore::default(), clock.clone()),
            clock,
            checks: AtomicU32::new(0),
        }
    }

    fn check(&self, key: &Key) -> Result<(), ApiFailure> {
        if self.checks.fetch_add(1, Ordering::Relaxed) % FORGET_AFTER == FORGET_AFTER - 1 {
            self.counts.retain_recent();
        }
        let checked = self.counts.check_key(key);
        checked.map_err(|until| {
            let wait: Duration = until.wait_time_from(self.clock.now());
            let seconds: u64 = wait
                .as_millis()
                .div_ceil(1_000)
                .try_into()
                .unwrap_or(u64::MAX);
            ApiFailure::too_many_requests(u32::try_from(seconds.max(1)).unwrap_or(u32::MAX))
        })
    }
}

#[cfg(test)]
mod tests;
