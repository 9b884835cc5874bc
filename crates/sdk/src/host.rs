//! Where time and randomness come from, so that a run can be replayed.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use parking_lot::Mutex;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use realmwire_fabric::clock::{Clock, SystemClock};
use uuid::Uuid;

/// The clock and the source of randomness of a process. Cheap to clone; clones share a seeded source.
///
/// ```
/// use std::sync::Arc;
/// use std::time::SystemTime;
/// use realmwire_fabric::clock::ManualClock;
/// use realmwire_sdk::host::Host;
///
/// let replay = || Host::seeded(Arc::new(ManualClock::new(SystemTime::UNIX_EPOCH)), 7);
/// assert_eq!(replay().new_uuid(), replay().new_uuid());
/// ```
#[derive(Clone)]
pub struct Host {
    clock: Arc<dyn Clock>,
    random: Random,
}

/// Where random bytes come from.
#[derive(Clone)]
enum Random {
    /// Each thread's own generator, seeded by the operating system: callers do not meet at a lock.
    System,
    /// One generator, so that a run with the same seed draws the same numbers.
    Seeded(Arc<Mutex<ChaCha8Rng>>),
}

impl Random {
    fn fill(&self, bytes: &mut [u8]) {
        match self {
            Self::System => rand::rng().fill_bytes(bytes),
            Self::Seeded(generator) => generator.lock().fill_bytes(bytes),
        }
    }
}

impl Host {
    /// The machine's clock, and randomness that nobody can predict.
    #[must_use]
    pub fn system() -> Self {
        Self::new(Arc::new(SystemClock))
    }

    /// A given clock, and randomness that nobody can predict.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, random: Random::System }
    }

    /// A given clock, and randomness that is the same for each run with the same seed.
    pub fn seeded(clock: Arc<dyn Clock>, seed: u64) -> Self {
        Self { clock, random: Random::Seeded(Arc::new(Mutex::new(ChaCha8Rng::seed_from_u64(seed)))) }
    }

    /// The clock.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// The current wall-clock time.
    pub fn now(&self) -> SystemTime {
        self.clock.now()
    }

    /// The current time in milliseconds since 1970.
    pub fn unix_ms(&self) -> u64 {
        let since = self.now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    }

    /// A fresh generator, seeded from this host's source.
    pub fn random(&self) -> ChaCha8Rng {
        let mut seed = [0; 32];
        self.random.fill(&mut seed);
        ChaCha8Rng::from_seed(seed)
    }

    /// A random number.
    pub fn random_u64(&self) -> u64 {
        let mut bytes = [0; 8];
        self.random.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    /// A new `UUIDv7`.
    pub fn new_uuid(&self) -> Uuid {
        let mut random = [0; 10];
        self.random.fill(&mut random);
        uuid::Builder::from_unix_timestamp_millis(self.unix_ms(), &random).into_uuid()
    }

    /// A random share of `most`, uniformly from zero on: the full jitter of retries.
    pub fn jitter(&self, most: Duration) -> Duration {
        // 53 bits are what a double holds exactly.
        let bits = self.random_u64() >> 11;
        #[expect(clippy::cast_precision_loss, reason = "the value has 53 bits")]
        let share = bits as f64 / (1_u64 << 53) as f64;
        most.mul_f64(share)
    }
}

impl fmt::Debug for Host {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Host").field("now", &self.now()).finish_non_exhaustive()
    }
}
