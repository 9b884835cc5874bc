//! The life of a service: what it is started with, what it serves and consumes, and how it stops.
//!
//! A service crate has one function that starts it:
//!
//! ```ignore
//! pub const SPEC: &ServiceSpec = &contract::time_manager::v1::SERVICE;
//!
//! pub async fn start(cx: ServiceContext) -> Result<Running, StartError> {
//!     let config = cx.config::<Config>()?;
//!     let store = cx.store().await?;
//!     let clocks = Clocks::new(config, store);
//!     cx.serve(TimeManagerServer::new(clocks.clone()))
//!         .consume("scheduled", move |cx, due: ScheduleDue| clocks.clone().fire(cx, due))
//!         .start()
//!         .await
//! }
//! ```

mod builder;
mod consumer;
mod context;
mod error;
mod process;
mod running;
mod settings;
#[cfg(test)]
mod tests;

pub use builder::ServiceBuilder;
pub use consumer::ConsumerOptions;
pub use context::{Caller, ServiceContext};
pub use error::StartError;
pub use process::{Process, ProcessParts};
pub use running::{DrainReport, Running};
pub use settings::Settings;
// What background tasks are told to end with.
pub use crate::tasks::Shutdown;
