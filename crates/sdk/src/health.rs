//! Whether a process has started, lives, and is ready to be used.
//!
//! *Live* means that the process turns over, never that a dependency is well: whoever can ask gets a yes, and a
//! dependency that is away gets no process killed. *Ready* names what is missing. *Started* means that everything was
//! ready once.

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};

use parking_lot::Mutex;

/// What the parts of a process need, and whether they have it. Cheap to clone.
///
/// ```
/// use realmwire_sdk::health::{Health, Readiness};
///
/// let health = Health::new();
/// let journal = health.dependency("shop", "journal");
/// assert_eq!(health.readiness().to_string(), "shop: journal is missing: not reached yet");
/// journal.present();
/// assert!(health.readiness().is_ready());
/// ```
#[derive(Clone, Default)]
pub struct Health(Arc<Inner>);

#[derive(Default)]
struct Inner {
    dependencies: Mutex<Vec<Weak<Shared>>>,
    checks: Mutex<Vec<Check>>,
    started: AtomicBool,
}

struct Check {
    part: String,
    dependency: String,
    problem: Box<dyn Fn() -> Option<String> + Send + Sync>,
}

/// Whether everything is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// Everything is.
    Ready,
    /// Something is not.
    Missing(Vec<Missing>),
}

/// A dependency that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// What needs it: a service's name or the process.
    pub part: String,
    /// What it is, such as `journal`.
    pub dependency: String,
    /// What is known about it.
    pub problem: String,
}

impl Readiness {
    /// Whether everything is there.
    pub fn is_ready(&self) -> bool {
        *self == Self::Ready
    }

    pub(crate) fn of(missing: Vec<Missing>) -> Self {
        if missing.is_empty() { Self::Ready } else { Self::Missing(missing) }
    }
}

impl fmt::Display for Readiness {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Missing(missing) = self else { return formatter.write_str("ready") };
        for (index, one) in missing.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(formatter, "{separator}{}: {} is missing: {}", one.part, one.dependency, one.problem)?;
        }
        Ok(())
    }
}

impl Health {
    /// Nothing is needed yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Says that `part` needs `dependency`, which is missing until it is said to be present. Dropping the result says
    /// that it is needed no more.
    pub fn dependency(&self, part: &str, dependency: &str) -> Dependency {
        let shared = Arc::new(Shared {
            part: part.to_owned(),
            dependency: dependency.to_owned(),
            is_missing: AtomicBool::new(true),
            problem: Mutex::new("not reached yet".to_owned()),
        });
        let mut dependencies = self.0.dependencies.lock();
        dependencies.retain(|known| known.strong_count() > 0);
        dependencies.push(Arc::downgrade(&shared));
        Dependency(shared)
    }

    /// Says that `part` needs `dependency`, and how to find out at any time what is wrong with it.
    pub fn check(&self, part: &str, dependency: &str, problem: impl Fn() -> Option<String> + Send + Sync + 'static) {
        let (part, dependency) = (part.to_owned(), dependency.to_owned());
        self.0.checks.lock().push(Check { part, dependency, problem: Box::new(problem) });
    }

    /// What is missing now.
    pub fn readiness(&self) -> Readiness {
        let dependencies: Vec<_> = self.0.dependencies.lock().iter().filter_map(Weak::upgrade).collect();
        let mut missing: Vec<_> = dependencies.iter().filter_map(|dependency| dependency.missing()).collect();
        missing.extend(self.0.checks.lock().iter().filter_map(Check::missing));
        let readiness = Readiness::of(missing);
        if readiness.is_ready() {
            self.0.started.store(true, Ordering::Relaxed);
        }
        readiness
    }

    /// Whether everything has been ready at once, now or earlier.
    pub fn is_started(&self) -> bool {
        self.0.started.load(Ordering::Relaxed) || self.readiness().is_ready()
    }
}

impl fmt::Debug for Health {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Health").field(&self.readiness()).finish()
    }
}

impl Check {
    fn missing(&self) -> Option<Missing> {
        let problem = (self.problem)()?;
        Some(Missing { part: self.part.clone(), dependency: self.dependency.clone(), problem })
    }
}

/// Something that a part of the process needs. Clones speak of the same thing.
#[derive(Clone, Debug)]
pub struct Dependency(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    part: String,
    dependency: String,
    /// Beside the problem, so that whoever finds it present again and again pays one load.
    is_missing: AtomicBool,
    problem: Mutex<String>,
}

impl Dependency {
    /// It is there. Costs next to nothing when it was there before.
    pub fn present(&self) {
        if self.is_missing() {
            self.0.is_missing.store(false, Ordering::Release);
        }
    }

    /// It is not there, and why.
    pub fn missing(&self, problem: impl fmt::Display) {
        *self.0.problem.lock() = problem.to_string();
        self.0.is_missing.store(true, Ordering::Release);
    }

    /// Whether it is missing.
    pub fn is_missing(&self) -> bool {
        self.0.is_missing.load(Ordering::Acquire)
    }

    /// What is known about it, if it is missing.
    pub fn problem(&self) -> Option<Missing> {
        self.0.missing()
    }
}

impl Shared {
    fn missing(&self) -> Option<Missing> {
        let is_missing = self.is_missing.load(Ordering::Acquire);
        let problem = || self.problem.lock().clone();
        is_missing.then(|| Missing { part: self.part.clone(), dependency: self.dependency.clone(), problem: problem() })
    }
}
