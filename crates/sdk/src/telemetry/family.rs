use parking_lot::RwLock;

use super::Telemetry;
use super::registry::Counter;

/// Counters of one name that differ in the value of one label, which is one of a few words in the program's text.
///
/// A counter is registered when its value first occurs; finding it again compares a few words.
pub(crate) struct CounterFamily {
    telemetry: Telemetry,
    name: &'static str,
    help: &'static str,
    labels: Vec<(&'static str, String)>,
    varying: &'static str,
    known: RwLock<Vec<(&'static str, Counter)>>,
}

impl CounterFamily {
    /// Counters with these `labels` and the one that varies.
    pub(crate) fn new(
        telemetry: &Telemetry,
        name: &'static str,
        help: &'static str,
        labels: &[(&'static str, &str)],
        varying: &'static str,
    ) -> Self {
        let labels = labels.iter().map(|(label, value)| (*label, (*value).to_owned())).collect();
        Self { telemetry: telemetry.clone(), name, help, labels, varying, known: RwLock::default() }
    }

    /// One more with this value.
    pub(crate) fn inc(&self, value: &'static str) {
        if let Some((_, counter)) = self.known.read().iter().find(|(known, _)| *known == value) {
            counter.inc();
            return;
        }
        let fixed = self.labels.iter().map(|(label, value)| (*label, value.as_str()));
        let labels: Vec<_> = fixed.chain([(self.varying, value)]).collect();
        let counter = self.telemetry.counter(self.name, self.help, &labels);
        counter.inc();
        // Two that come here at once register the same counter, and one entry of it is enough but two do no harm.
        self.known.write().push((value, counter));
    }
}
