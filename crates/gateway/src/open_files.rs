//! How many files a process may have open: each connection is one.

use std::io;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Files that are open beside the connections that are served: the store, servers, operators, and connections that
/// wait for the place of another one or are told that there is none.
const RESERVE: u64 = 512;

/// How the limit of open files was raised. `None` is without a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raised {
    /// Files that the process could have open before.
    pub before: Option<u64>,
    /// Files that it can have open now, which is all that the system allows it.
    pub limit: Option<u64>,
}

/// More connections are configured than a process can have files open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "limits.connections is {connections}, and {RESERVE} files are kept for everything else, but this process can have \
     only {limit} files open: raise that to {needed} (ulimit -n, LimitNOFILE of systemd, --ulimit nofile of Docker), or \
     lower limits.connections"
)]
pub struct Shortage {
    /// Connections that are configured.
    pub connections: u64,
    /// Files that the process can have open.
    pub limit: u64,
    /// Files that it would need.
    pub needed: u64,
}

/// Lets this process open as many files as the system allows it: its soft limit becomes its hard limit.
///
/// # Errors
/// The system refuses it. The limit is then as before.
pub fn raise() -> io::Result<Raised> {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current != maximum {
        setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum })?;
    }
    Ok(Raised { before: current, limit: maximum })
}

/// What is missing for so many connections in this process, if something is.
pub fn shortage(connections: usize) -> Option<Shortage> {
    getrlimit(Resource::Nofile).current.and_then(|limit| shortage_of(connections as u64, limit))
}

fn shortage_of(connections: u64, limit: u64) -> Option<Shortage> {
    let needed = connections.saturating_add(RESERVE);
    (needed > limit).then_some(Shortage { connections, limit, needed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_room_for_other_files_and_what_is_missing_is_said_in_figures() {
        assert_eq!(shortage_of(488, 1_000), None);
        let shortage = shortage_of(489, 1_000).unwrap().to_string();
        for part in ["limits.connections is 489", "only 1000 files", "raise that to 1001"] {
            assert!(shortage.contains(part), "{shortage}");
        }
        assert!(shortage_of(u64::MAX, 1_000).is_some());
    }
}
