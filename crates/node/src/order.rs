//! Which services a process runs, and in which order they start.

use crate::catalogue::{ServiceEntry, catalogue};

/// A name that is no service's.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("there is no service {name:?}; there are: {}", known.join(", "))]
pub struct UnknownService {
    /// The name as given.
    pub name: String,
    /// The names there are.
    pub known: Vec<&'static str>,
}

/// The entries of `names`, each once, in the order of the catalogue.
///
/// # Errors
/// The first name that is not in the catalogue.
pub fn select(names: &[String]) -> Result<Vec<&'static ServiceEntry>, UnknownService> {
    if let Some(name) = names.iter().find(|name| catalogue().iter().all(|entry| entry.spec.name != name.as_str())) {
        let known = catalogue().iter().map(|entry| entry.spec.name).collect();
        return Err(UnknownService { name: name.clone(), known });
    }
    Ok(catalogue().iter().filter(|entry| names.iter().any(|name| name == entry.spec.name)).collect())
}

/// A service's name and the services that it calls or listens to.
type Needs<'a> = (&'a str, Vec<&'a str>);

/// Orders `entries` so that a service starts after those it calls or listens to.
///
/// Services may call each other in a circle, since they meet on the bus and not in code: a circle starts in the given
/// order.
#[must_use]
pub fn start_order(entries: &[&'static ServiceEntry]) -> Vec<&'static ServiceEntry> {
    let needs: Vec<Needs<'_>> = entries
        .iter()
        .map(|entry| {
            let named = entry.spec.calls.iter().chain(entry.spec.consumes);
            (entry.spec.name, named.filter_map(|name| name.split('.').next()).collect())
        })
        .collect();
    order(&needs).into_iter().filter_map(|index| entries.get(index).copied()).collect()
}

fn order(needs: &[Needs<'_>]) -> Vec<usize> {
    let mut placed = Vec::with_capacity(needs.len());
    let mut seen = vec![false; needs.len()];
    for index in 0..needs.len() {
        place(index, needs, &mut seen, &mut placed);
    }
    placed
}

fn place(index: usize, needs: &[Needs<'_>], seen: &mut [bool], placed: &mut Vec<usize>) {
    let (Some(visited), Some((_, needed))) = (seen.get_mut(index), needs.get(index)) else { return };
    if std::mem::replace(visited, true) {
        return;
    }
    for name in needed {
        if let Some(other) = needs.iter().position(|(candidate, _)| candidate == name) {
            place(other, needs, seen, placed);
        }
    }
    placed.push(index);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(needs: &[Needs<'_>]) -> Vec<String> {
        order(needs).into_iter().map(|index| needs[index].0.to_owned()).collect()
    }

    #[test]
    fn a_service_starts_after_those_it_needs() {
        let needs = [("quests", vec!["payment", "state"]), ("payment", vec!["state"]), ("state", vec![])];
        assert_eq!(ordered(&needs), ["state", "payment", "quests"]);
    }

    #[test]
    fn a_circle_starts_all_the_same_and_each_service_once() {
        let needs = [("npc", vec!["story"]), ("story", vec!["npc"]), ("time", vec![])];
        assert_eq!(ordered(&needs), ["story", "npc", "time"]);
    }

    #[test]
    fn services_that_run_elsewhere_are_not_waited_for() {
        assert_eq!(ordered(&[("quests", vec!["payment"])]), ["quests"]);
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_names_there_are() {
        let error = select(&["auth".to_owned(), "quest".to_owned()]).map(|_| ()).unwrap_err();
        assert_eq!(error.name, "quest");
        let names: Vec<_> = catalogue().iter().map(|entry| entry.spec.name).collect();
        assert!(error.to_string().contains(&names.join(", ")), "{error}");
    }
}
