use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use crate::context::TraceContext;
use crate::status::Code;

/// What a span stands for, as OpenTelemetry names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanKind {
    /// A call that is answered here.
    Server,
    /// A call that is made here.
    Client,
    /// An event that is handled here.
    Consumer,
    /// Work within the process.
    Internal,
}

/// A finished span.
#[derive(Clone, Debug)]
pub struct SpanRecord {
    /// What was done, such as a method's full name.
    pub name: Cow<'static, str>,
    /// What it stands for.
    pub kind: SpanKind,
    /// The span itself: its own id is the `parent_span_id` of what it causes.
    pub trace: TraceContext,
    /// The span that caused it; all zeros at the beginning of a trace.
    pub parent_span_id: [u8; 8],
    /// When it ended, by the machine's clock.
    pub end: SystemTime,
    /// How long it took.
    pub duration: Duration,
    /// How it failed, if it did.
    pub failure: Option<Code>,
    /// Facts by their OpenTelemetry names.
    pub attributes: Vec<(&'static str, String)>,
}

/// Takes finished spans. `record` is called on the tasks that answer calls and never waits.
pub trait SpanSink: Send + Sync + 'static {
    /// Takes one span, or drops and counts it when there are too many.
    fn record(&self, span: SpanRecord);
}
