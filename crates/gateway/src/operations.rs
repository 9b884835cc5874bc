//! What can be called over HTTP: every method of the contract at the paths of its `google.api.http` option, and by its
//! name: `POST /package.Service/Method` with the whole request as body.

mod rule;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use http::Method;
use prost_reflect::DescriptorPool;
use realmwire_contract::{MethodSpec, ServiceSpec};
use tokio::sync::Semaphore;

use crate::config::{GatewayConfig, RetiredRoute};
use crate::routing::{Ambiguous, Match, Router, Template, TemplateError};
use crate::transcode::{BindError, Binding, RequestTranscoder, ResponseTranscoder, Schema};

pub(crate) use self::rule::{Rule, rules_of};

/// All operations and retired routes, found by method and path.
#[derive(Debug)]
pub struct Operations {
    router: Router<Route>,
    schema: Arc<Schema>,
}

/// What answers at a path.
#[derive(Debug)]
pub(crate) enum Route {
    /// A method of a service.
    Operation(Box<Operation>),
    /// Nothing any more; perhaps another path does.
    Retired(Option<String>),
}

/// A method of a service at one of its paths.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) spec: &'static MethodSpec,
    pub(crate) http_method: Method,
    pub(crate) request: RequestTranscoder,
    pub(crate) response: ResponseTranscoder,
    /// Permits to work on it, shared by all paths of the method.
    pub(crate) permits: Arc<Semaphore>,
}

/// Why the contract cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum OperationsError {
    /// A service of the contract is not in the descriptors.
    #[error("the descriptors have no service {0}")]
    UnknownService(String),
    /// An option `google.api.http` says nothing, or what HTTP cannot do.
    #[error("{method}: {problem}")]
    Rule {
        /// The method's full name.
        method: String,
        /// What is wrong.
        problem: String,
    },
    /// A path is no template.
    #[error("{method}")]
    Template {
        /// The method's full name.
        method: String,
        /// What is wrong.
        #[source]
        source: TemplateError,
    },
    /// A path or body does not fit the request's type.
    #[error("{method}")]
    Bind {
        /// The method's full name.
        method: String,
        /// What is wrong.
        #[source]
        source: BindError,
    },
    /// Two routes match the same paths.
    #[error("{method}: {source}, of {other}")]
    Ambiguous {
        /// The full name of the method whose route was refused.
        method: String,
        /// The full name of the method that has the route.
        other: String,
        /// Both routes.
        source: Ambiguous,
    },
}

impl Operations {
    /// The operations of `services`, whose types are in `pool`.
    ///
    /// # Errors
    /// [`OperationsError`] naming the method whose option cannot be served.
    pub fn build(
        pool: &DescriptorPool,
        services: &[&'static ServiceSpec],
        config: &GatewayConfig,
    ) -> Result<Self, OperationsError> {
        let schema = Arc::new(Schema::compile(pool));
        let mut builder = Builder { router: Router::default(), schema, config, permits: HashMap::new() };
        for service in services {
            let descriptor = pool
                .get_service_by_name(service.full_name)
                .ok_or_else(|| OperationsError::UnknownService(service.full_name.to_owned()))?;
            for spec in service.methods {
                let Some(method) = descriptor.methods().find(|method| method.name() == spec.name) else { continue };
                for rule in rules_of(&method) {
                    builder.add(spec, &rule)?;
                }
                builder.add(spec, &Rule::by_name(spec))?;
            }
        }
        for route in &config.retired {
            builder.retire(route)?;
        }
        Ok(Self { router: builder.router, schema: builder.schema })
    }

    pub(crate) fn find<'r, 'p>(&'r self, method: &Method, path: &'p str) -> Option<Match<'r, 'p, Route>> {
        self.router.find(method, path)
    }

    /// The methods that a path takes, with those that the gateway adds.
    pub(crate) fn allowed(&self, path: &str) -> Vec<Method> {
        let mut methods = self.router.allowed(path);
        if methods.is_empty() {
            return methods;
        }
        if methods.contains(&Method::GET) && !methods.contains(&Method::HEAD) {
            methods.push(Method::HEAD);
        }
        if !methods.contains(&Method::OPTIONS) {
            methods.push(Method::OPTIONS);
        }
        methods.sort_by(|one, other| one.as_str().cmp(other.as_str()));
        methods
    }

    /// The route with exactly this method and template.
    pub(crate) fn route(&self, method: &Method, template: &Template) -> Option<&Route> {
        let is_it = |route: &Route| matches!(route, Route::Operation(operation) if operation.http_method == method);
        let found = self.router.routes().find(|(known, route)| *known == template && is_it(route));
        found.map(|(_, route)| route)
    }

    pub(crate) fn schema(&self) -> &Arc<Schema> {
        &self.schema
    }

    /// Every route as `GET /v1/things/{id} -> package.Service/Method`, in alphabetical order of paths, without those by
    /// name, which are the same for every method.
    pub fn table(&self) -> Vec<String> {
        let mut lines = BTreeMap::new();
        for (template, route) in self.router.routes() {
            let (method, target) = match route {
                Route::Operation(operation) if template.as_str() == Rule::by_name(operation.spec).path => continue,
                Route::Operation(operation) => (operation.http_method.as_str(), operation.spec.full_name),
                Route::Retired(_) => ("", "retired"),
            };
            lines.insert((template.to_string(), method), format!("{method} {template} -> {target}"));
        }
        lines.into_values().collect()
    }
}

struct Builder<'a> {
    router: Router<Route>,
    schema: Arc<Schema>,
    config: &'a GatewayConfig,
    permits: HashMap<&'static str, Arc<Semaphore>>,
}

impl Builder<'_> {
    fn add(&mut self, spec: &'static MethodSpec, rule: &Rule) -> Result<(), OperationsError> {
        let method = || spec.full_name.to_owned();
        let http_method =
            rule.check().map_err(|problem| OperationsError::Rule { method: method(), problem: problem.to_owned() })?;
        let template =
            Template::parse(&rule.path).map_err(|source| OperationsError::Template { method: method(), source })?;
        let bind_error = |source| OperationsError::Bind { method: method(), source };
        let variables: Vec<_> = template.variables().iter().map(|variable| variable.field.as_str()).collect();
        let binding = Binding {
            input: spec.input,
            variables: &variables,
            body: &rule.body,
            derive_mask: http_method == Method::PATCH,
        };
        let request = RequestTranscoder::compile(&self.schema, binding).map_err(bind_error)?;
        let profile = self.config.profile(spec);
        let response = ResponseTranscoder::compile(&self.schema, spec.output, &rule.response_body, profile);
        let limit = self.config.limits.requests_in_flight_per_operation;
        let permits = self.permits.entry(spec.full_name).or_insert_with(|| Arc::new(Semaphore::new(limit)));
        let operation = Operation {
            spec,
            http_method: http_method.clone(),
            request: request.with_depth_limit(self.config.limits.json_depth),
            response: response.map_err(bind_error)?,
            permits: Arc::clone(permits),
        };
        self.insert(&http_method, template, Route::Operation(Box::new(operation)), spec.full_name)
    }

    fn retire(&mut self, route: &RetiredRoute) -> Result<(), OperationsError> {
        let name = || format!("retired {} {}", route.method, route.path);
        let template =
            Template::parse(&route.path).map_err(|source| OperationsError::Template { method: name(), source })?;
        let http_method = Method::from_bytes(route.method.as_bytes()).map_err(|_| OperationsError::Rule {
            method: name(),
            problem: format!("{:?} is no HTTP method", route.method),
        })?;
        self.insert(&http_method, template, Route::Retired(route.successor.clone()), &name())
    }

    fn insert(&mut self, http: &Method, template: Template, route: Route, name: &str) -> Result<(), OperationsError> {
        self.router.insert(http, template, route).map_err(|source| {
            let first = self.router.routes().find(|(template, _)| template.as_str() == source.first);
            let other = match first {
                Some((_, Route::Operation(operation))) => operation.spec.full_name,
                _ => "retired",
            };
            OperationsError::Ambiguous { method: name.to_owned(), other: other.to_owned(), source }
        })
    }
}
