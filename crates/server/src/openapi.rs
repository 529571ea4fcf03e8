//! What the API's document says that no single route says: what the API is, how somebody is signed in, and the
//! document as it is served. Each route's own part stands at its handler; a route can only be added together with it
//! ([`crate::router`]).

mod page;
mod refusals;

use std::sync::Arc;

use overgang_sync::message::{APP_HEADER, CENTRE_HEADER};
use serde_json::Value;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::openapi::{OpenApi, RefOr, Required};
use utoipa::{IntoParams, OpenApi as _, PartialSchema, ToSchema};

pub(crate) use self::page::STYLE as PAGE_STYLE;
pub use self::refusals::{NotHere, Read, Refuses, Write};
use crate::api_failure::ErrorAnswer;
use crate::session::CookieStyle;
use crate::systems::signature::SIGNATURE_HEADER;

/// The name that a route's `security` calls the session's cookie by.
const SESSION: &str = "session";

/// The name that a route's `security` calls a system's signature by.
const SYSTEM: &str = "system";

/// The API as it is read: as a document and as a page, made once at the start.
#[derive(Clone)]
pub(crate) struct PublishedApi {
    /// The document, as JSON.
    pub(crate) document: Arc<str>,
    /// The page, as HTML.
    pub(crate) page: Arc<str>,
}

/// What the document begins with.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Overgang: the centre",
        description = "Takes in what was written on tablets, keeps it in one log for each prison, and hands out what is new.\n\n\
            Every error has one shape and a stable word in `error.code`, which tells nothing about what exists: what one may \
            not see and what is not there are answered with the same bytes. Times are milliseconds since 1970. A request is at \
            most 2 MiB over the wire and 16 MiB unpacked, plain or as gzip, and gets an answer within a minute. Whoever asks \
            too often gets 429 and has to wait as long as `retry-after` says.",
        license(name = "MIT", identifier = "MIT")
    ),
    tags(
        (name = "centre", description = "What this centre is."),
        (name = "session", description = "Signing in and out."),
        (name = "devices", description = "Which devices there are, and which get nothing more."),
        (name = "sync", description = "Exchanging entries."),
        (name = "plans", description = "One person's plan."),
        (name = "overview", description = "Figures without names."),
        (name = "audit", description = "Who has seen what of whom, for auditors."),
        (name = "systems", description = "For the systems beside the centre, and what is asked of them."),
        (name = "api", description = "This document.")
    )
)]
struct Beginning;

impl PublishedApi {
    /// The API of these routes, where sessions have this cookie.
    pub(crate) fn of(mut api: OpenApi, cookie: CookieStyle) -> Self {
        let key = ApiKey::Cookie(ApiKeyValue::with_description(
            cookie.name(),
            "Set by signing in; HttpOnly, SameSite=Strict.",
        ));
        let components = api.components.get_or_insert_default();
        let mut schemas = vec![(ErrorAnswer::name().into_owned(), ErrorAnswer::schema())];
        ErrorAnswer::schemas(&mut schemas);
        components.schemas.extend(schemas);
        components.add_security_scheme(SESSION, SecurityScheme::ApiKey(key));
        let signature = ApiKey::Header(ApiKeyValue::with_description(
            SIGNATURE_HEADER,
            "A system's signature; see the headers of each of its routes.",
        ));
        components.add_security_scheme(SYSTEM, SecurityScheme::ApiKey(signature));
        for (_, item) in api.paths.paths.iter_mut().filter(|(path, _)| is_api(path)) {
            operations(item).for_each(add_proof);
        }
        // Made of texts and numbers only: this always gives JSON.
        let document: Value = serde_json::to_value(&api).unwrap_or_default();
        Self {
            page: page::written(&document).into(),
            document: document.to_string().into(),
        }
    }
}

/// The document before any route is in it.
pub(crate) fn beginning() -> OpenApi {
    Beginning::openapi()
}

fn is_api(path: &str) -> bool {
    path.starts_with("/api/")
}

/// All operations of one path.
fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [
        &mut item.get,
        &mut item.post,
        &mut item.put,
        &mut item.delete,
    ]
    .into_iter()
    .filter_map(Option::as_mut)
}

/// Every answer of the API says that it comes from the centre.
fn add_proof(operation: &mut Operation) {
    let header = HeaderBuilder::new()
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .description(Some(
            "The protocol's version; proves that the centre answers.",
        ))
        .build();
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response {
            let header = RefOr::T(header.clone());
            response.headers.insert(CENTRE_HEADER.to_owned(), header);
        }
    }
}

/// The header that every write needs.
pub(crate) struct AppHeader;

impl IntoParams for AppHeader {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![
            ParameterBuilder::new()
                .name(APP_HEADER)
                .parameter_in(ParameterIn::Header)
                .required(Required::True)
                .description(Some(
                    "The app's version. Without it, or from another origin, nothing is written.",
                ))
                .schema(Some(
                    ObjectBuilder::new()
                        .schema_type(Type::String)
                        .pattern(Some("^[!-~]+$")),
                ))
                .build(),
        ]
    }
}

/// A request that may be packed.
pub(crate) struct MayBePacked;

impl IntoParams for MayBePacked {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![
            ParameterBuilder::new()
                .name("content-encoding")
                .parameter_in(ParameterIn::Header)
                .required(Required::False)
                .description(Some("How the body is packed."))
                .schema(Some(
                    ObjectBuilder::new()
                        .schema_type(Type::String)
                        .enum_values(Some(["identity", "gzip"])),
                ))
                .build(),
        ]
    }
}

/// The app's own compact form of whatever stands beside it as JSON.
pub(crate) struct Compact;

impl PartialSchema for Compact {
    fn schema() -> RefOr<utoipa::openapi::Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(
                utoipa::openapi::KnownFormat::Binary,
            )))
            .description(Some(
                "The same in the app's own compact form (`overgang_domain::form`).",
            ))
            .into()
    }
}

impl ToSchema for Compact {}

#[cfg(test)]
mod tests;
