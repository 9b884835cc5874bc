//! A whole service in three lines of a test: in memory, with a clock that stands still and randomness with a seed.
//!
//! [`TestHost::new`], [`TestHost::start`] with the service's spec and its function `start`, and a client made from
//! [`TestHost::channel`]. [`TestHost::sibling`] is a second instance beside it, over the same state. Tests that are named in
//! [`on_every_fabric!`](crate::on_every_fabric) run over a real nats-server too.
//!
//! Waiting in tests is for a condition: [`eventually`].

mod bus;
mod faults;
mod host;
mod journal;
mod refusals;
#[cfg(test)]
mod tests;

pub use faults::Faults;
pub use host::{TestHost, eventually};
pub use refusals::{refused, refused_field};

/// Runs tests that take a [`TestHost`] on the embedded fabric, and again over a nats-server of their own.
///
/// ```text
/// realmwire_sdk::on_every_fabric!(two_instances_agree);
///
/// async fn two_instances_agree(host: TestHost) {}
/// ```
#[macro_export]
macro_rules! on_every_fabric {
    ($($test:ident),* $(,)?) => {
        mod embedded {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    super::$test($crate::testing::TestHost::new().await).await;
                }
            )*
        }

        mod nats {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    let server = realmwire_test_kit::NatsServer::start().await.unwrap();
                    super::$test($crate::testing::TestHost::over_nats(&server.url()).await).await;
                }
            )*
        }
    };
}
