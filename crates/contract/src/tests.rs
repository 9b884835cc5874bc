use std::time::Duration;

use prost::Name;

use crate::auth::v1::{Credential, LoginRequest, PasswordCredential, credential};
use crate::state_manager::v1::{GET, GetRequest, SERVICE};
use crate::{Access, Idempotency, MethodKind, SERVICES, descriptors, service};

#[test]
fn every_method_and_event_has_its_messages_in_the_descriptor_set() {
    for service in SERVICES {
        assert!(descriptors().get_service_by_name(service.full_name).is_some(), "{}", service.full_name);
        for method in service.methods {
            assert!(descriptors().get_message_by_name(method.input).is_some(), "{}", method.full_name);
            assert!(descriptors().get_message_by_name(method.output).is_some(), "{}", method.full_name);
        }
        for event in service.events {
            assert!(descriptors().get_message_by_name(event.message).is_some(), "{}", event.subject);
        }
    }
}

#[test]
fn a_method_spec_says_what_its_schema_says() {
    assert_eq!(GET.service, "state-manager");
    assert_eq!(GET.full_name, "realmwire.state_manager.v1.StateManager/Get");
    assert_eq!(GET.subject, "svc.state-manager.v1.Get");
    assert_eq!(GET.input, GetRequest::full_name());
    assert_eq!((GET.kind, GET.idempotency, GET.access), (MethodKind::Unary, Idempotency::Safe, Access::Player));
    assert_eq!((GET.timeout, GET.max_in_flight), (Duration::from_secs(5), 1024));
    assert!(GET.brief);
}

#[test]
fn what_a_schema_redacts_is_not_printed() {
    let credential = PasswordCredential { name: "ada".to_owned(), password: "correct horse".to_owned() };
    let proof = Some(credential::Proof::Password(credential));
    let request = LoginRequest { credential: Some(Credential { proof }), ..LoginRequest::default() };
    let printed = format!("{request:?}");
    assert!(printed.contains("ada") && printed.contains("[secret]"), "{printed}");
    assert!(!printed.contains("correct horse"), "{printed}");
}

#[test]
fn services_are_found_by_their_name_on_the_bus() {
    assert_eq!(service("state-manager").map(|service| service.full_name), Some(SERVICE.full_name));
    assert!(service("StateManager").is_none());
}

#[test]
fn the_descriptor_set_keeps_comments() {
    let file = descriptors().get_file_by_name("realmwire/state_manager/v1/state_manager.proto").expect("file is there");
    let comments = file.file_descriptor_proto().source_code_info.as_ref().expect("source info is kept");
    assert!(comments.location.iter().any(|location| location.leading_comments().contains("Returns the current state")));
}
