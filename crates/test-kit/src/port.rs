use std::fmt;
use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::ops::Range;

use rand::RngExt;

use crate::Error;

/// Below the range from which the kernel takes ports of outgoing connections, so that a server that is restarted
/// finds its port free.
const RANGE: Range<u16> = 12_000..32_000;
const TRIES: usize = 1_000;

/// A free port of this machine, reserved among all test processes until it is dropped.
#[derive(Debug)]
pub struct Port {
    number: u16,
    _lock: File,
}

impl Port {
    /// Reserves a free port.
    pub fn reserve() -> Result<Self, Error> {
        let folder = std::env::temp_dir().join("realmwire-test-ports");
        std::fs::create_dir_all(&folder).map_err(Error::system(format!("create {}", folder.display())))?;
        for _ in 0..TRIES {
            let number = rand::rng().random_range(RANGE);
            let path = folder.join(number.to_string());
            let lock = File::create(&path).map_err(Error::system(format!("create {}", path.display())))?;
            let is_free = lock.try_lock().is_ok() && TcpListener::bind((Ipv4Addr::LOCALHOST, number)).is_ok();
            if is_free {
                return Ok(Self { number, _lock: lock });
            }
        }
        Err(Error::Timeout { condition: format!("one of {TRIES} ports tried is free") })
    }

    /// The port's number.
    pub fn number(&self) -> u16 {
        self.number
    }

    /// The port on the loopback interface.
    pub fn address(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.number).into()
    }
}

impl fmt::Display for Port {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.number.fmt(formatter)
    }
}
