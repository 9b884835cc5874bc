//! `google.api.HttpRule`, as it is read from a method's options.

use http::Method;
use prost_reflect::{DynamicMessage, MethodDescriptor, Value};
use realmwire_contract::MethodSpec;

/// One binding of a method.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rule {
    /// The HTTP method; empty when the rule says none.
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: String,
    pub(crate) response_body: String,
}

/// The bindings of a method: its own and the additional ones. None: it cannot be called over HTTP.
pub(crate) fn rules_of(method: &MethodDescriptor) -> Vec<Rule> {
    let pool = method.parent_pool();
    let Some(extension) = pool.get_extension_by_name("google.api.http") else { return Vec::new() };
    let options = method.options();
    if !options.has_extension(&extension) {
        return Vec::new();
    }
    let value = options.get_extension(&extension);
    let Some(rule) = value.as_message() else { return Vec::new() };
    let mut rules = vec![Rule::read(rule)];
    if let Some(Value::List(more)) = rule.get_field_by_name("additional_bindings").as_deref() {
        rules.extend(more.iter().filter_map(Value::as_message).map(Rule::read));
    }
    rules
}

impl Rule {
    /// The binding that every method has: by its full name, with the request as body.
    pub(crate) fn by_name(spec: &MethodSpec) -> Self {
        Self {
            method: Method::POST.to_string(),
            path: format!("/{}", spec.full_name),
            body: "*".to_owned(),
            response_body: String::new(),
        }
    }

    fn read(rule: &DynamicMessage) -> Self {
        let mut read = Self { body: text(rule, "body"), response_body: text(rule, "response_body"), ..Self::default() };
        for name in ["get", "put", "post", "delete", "patch"] {
            if rule.has_field_by_name(name) {
                read.method = name.to_ascii_uppercase();
                read.path = text(rule, name);
            }
        }
        if rule.has_field_by_name("custom")
            && let Some(custom) = rule.get_field_by_name("custom").as_deref().and_then(Value::as_message)
        {
            read.method = text(custom, "kind");
            read.path = text(custom, "path");
        }
        read
    }

    /// The HTTP method, if the rule can be served.
    pub(crate) fn check(&self) -> Result<Method, &'static str> {
        let method = Method::from_bytes(self.method.as_bytes()).map_err(|_| "the rule names no HTTP method")?;
        if method == Method::OPTIONS || method == Method::CONNECT || self.method == "*" {
            return Err("the rule's HTTP method is the gateway's own");
        }
        if (method == Method::GET || method == Method::HEAD) && !self.body.is_empty() {
            return Err("a rule for GET takes no body");
        }
        Ok(method)
    }
}

fn text(message: &DynamicMessage, field: &str) -> String {
    message.get_field_by_name(field).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
