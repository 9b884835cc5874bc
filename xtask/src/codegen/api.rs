//! The generated crates/api: for each service its trait, its server and its client.

use std::fmt::Write;
use std::path::Path;

use heck::ToSnakeCase;

use super::contract::module_path;
use super::rust::{self, constant_name, documentation, function_name, type_name};
use super::{CodegenError, Files};
use crate::schema::{self, Method, Schema, Service};

/// Where it is written.
pub(crate) const DIRECTORY: &str = "crates/api/src/generated";

/// One module for each service, and the list of them.
pub(crate) fn generate(schema: &Schema) -> Result<Files, CodegenError> {
    let mut files = Files::new();
    let mut root = format!("{}//! One module for each service.\n\n{}", rust::HEADER, rust::ALLOW_STYLE);
    for service in &schema.services {
        let module = service.descriptor.name().to_snake_case();
        let _ = writeln!(root, "pub mod {module};");
        let file = format!("{module}.rs");
        files.insert(Path::new(DIRECTORY).join(&file), rust::format(&file, &module_source(service))?.into_bytes());
    }
    files.insert(Path::new(DIRECTORY).join("mod.rs"), rust::format("mod.rs", &root)?.into_bytes());
    Ok(files)
}

fn module_source(service: &Service) -> String {
    let name = service.descriptor.name();
    let mut source = format!("{}//! The service `{}`.\n\n", rust::HEADER, service.policy.name);
    source += &imports(service);
    source += &service_trait(service);
    source += &server(service, name);
    source += &client(service, name);
    source
}

fn imports(service: &Service) -> String {
    let streams = service.methods.iter().any(is_stream);
    let calls = service.methods.iter().any(|method| !is_stream(method));
    let mut client = vec!["Channel", "ServiceClient"];
    let mut server = vec!["Service", "unimplemented", "decode"];
    let mut stream = vec!["FrameSender"];
    if calls {
        client.push("Call");
        server.push("encode");
    }
    if streams {
        client.push("StreamCall");
        stream.push("Sender");
    }
    format!(
        "use std::sync::Arc;

        use bytes::{{Bytes, BytesMut}};
        use futures::future::BoxFuture;
        use realmwire_contract::{package};
        use realmwire_contract::{{MethodSpec, ServiceSpec}};
        use realmwire_sdk::client::{{{client}}};
        use realmwire_sdk::context::Context;
        use realmwire_sdk::server::{{{server}}};
        use realmwire_sdk::status::Status;
        use realmwire_sdk::stream::{{{stream}}};

        ",
        package = module_path(service.descriptor.package_name()).join("::"),
        client = client.join(", "),
        server = server.join(", "),
        stream = stream.join(", "),
    )
}

fn service_trait(service: &Service) -> String {
    let file = service.descriptor.parent_file();
    let mut source = documentation(&schema::comment(&file, service.descriptor.path()), "///");
    let _ = writeln!(source, "pub trait {}: Send + Sync + 'static {{", service.descriptor.name());
    for method in &service.methods {
        source += &documentation(&schema::comment(&file, method.descriptor.path()), "///");
        let (input, output) = message_types(service, method);
        let (parameter, result) =
            if is_stream(method) { (format!(", out: Sender<{output}>"), "()") } else { (String::new(), &*output) };
        let _ = writeln!(
            source,
            "fn {name}(&self, cx: &Context, request: {input}{parameter}) \
             -> impl Future<Output = Result<{result}, Status>> + Send;\n",
            name = function_name(method.descriptor.name()),
        );
    }
    source.push_str("}\n\n");
    source
}

fn server(service: &Service, name: &str) -> String {
    let version = service.version();
    let calls = service.methods.iter().filter(|method| !is_stream(method));
    let calls: String = calls.map(|method| call_arm(service, method)).collect();
    let streams = service.methods.iter().filter(|method| is_stream(method));
    let streams: String = streams.map(|method| open_arm(service, method)).collect();
    format!(
        "/// Serves an implementation of [`{name}`].
        #[derive(Debug)]
        pub struct {name}Server<T>(Arc<T>);

        impl<T: {name}> {name}Server<T> {{
            /// Serves `implementation`.
            pub fn new(implementation: T) -> Self {{
                Self(Arc::new(implementation))
            }}
        }}

        impl<T: {name}> Service for {name}Server<T> {{
            fn spec(&self) -> &'static ServiceSpec {{
                &{version}::SERVICE
            }}

            {call}

            {open}
        }}

        ",
        call = dispatch("call", &calls, ("", ""), "BytesMut"),
        open = dispatch("open", &streams, ("frames", ": FrameSender"), "()"),
    )
}

/// A function of the server that picks a method by its name; without arms it knows none.
fn dispatch(function: &str, arms: &str, (frames, frames_type): (&str, &str), result: &str) -> String {
    let parameters = |prefix: &str| {
        let frames = if frames.is_empty() { String::new() } else { format!(", {prefix}{frames}{frames_type}") };
        format!("{prefix}cx: Context, {prefix}request: Bytes{frames}")
    };
    let signature = |parameters| {
        format!(
            "fn {function}(&self, method: &'static MethodSpec, {parameters}) \
             -> BoxFuture<'static, Result<{result}, Status>>"
        )
    };
    if arms.is_empty() {
        return format!("{} {{ unimplemented(method) }}", signature(parameters("_")));
    }
    format!(
        "{} {{
            let service = Arc::clone(&self.0);
            match method.name {{
                {arms}_ => unimplemented(method),
            }}
        }}",
        signature(parameters("")),
    )
}

fn call_arm(service: &Service, method: &Method) -> String {
    let function = function_name(method.descriptor.name());
    arm(service, method, &format!("Ok(encode(&service.{function}(&cx, request).await?))"))
}

fn open_arm(service: &Service, method: &Method) -> String {
    let function = function_name(method.descriptor.name());
    arm(service, method, &format!("service.{function}(&cx, request, Sender::new(frames)).await"))
}

fn arm(service: &Service, method: &Method, answer: &str) -> String {
    let (input, _) = message_types(service, method);
    let (mutable, authorize) = match method.policy.owner_field.as_str() {
        "" => ("", String::new()),
        owner => {
            let field = function_name(owner);
            ("mut ", format!("cx.authorize_owner({owner:?}, &mut request.{field})?;\n"))
        }
    };
    format!(
        "{name:?} => Box::pin(async move {{
            let {mutable}request: {input} = decode(request)?;
            {authorize}{answer}
        }}),\n",
        name = method.descriptor.name(),
    )
}

fn client(service: &Service, name: &str) -> String {
    let version = service.version();
    let file = service.descriptor.parent_file();
    let mut source = format!(
        "/// Calls [`{name}`] wherever it runs.
        #[derive(Clone)]
        pub struct {name}Client(ServiceClient);

        impl {name}Client {{
            /// A client that calls through `channel`.
            pub fn new(channel: &Channel) -> Self {{
                Self(ServiceClient::new(channel, &{version}::SERVICE))
            }}

        "
    );
    for method in &service.methods {
        source += &documentation(&schema::comment(&file, method.descriptor.path()), "///");
        let (input, output) = message_types(service, method);
        let (call, function) = if is_stream(method) { ("StreamCall", "open") } else { ("Call", "call") };
        let _ = writeln!(
            source,
            "pub fn {name}(&self, request: {input}) -> {call}<'_, {input}, {output}> {{
                self.0.{function}(&{version}::{constant}, request)
            }}\n",
            name = function_name(method.descriptor.name()),
            constant = constant_name(method.descriptor.name()),
        );
    }
    source.push_str("}\n");
    source
}

fn is_stream(method: &Method) -> bool {
    method.descriptor.is_server_streaming()
}

/// The Rust types of a method's request and response, which are in the service's own package.
fn message_types(service: &Service, method: &Method) -> (String, String) {
    let version = service.version();
    let rust_type = |message: prost_reflect::MessageDescriptor| format!("{version}::{}", type_name(message.name()));
    (rust_type(method.descriptor.input()), rust_type(method.descriptor.output()))
}
