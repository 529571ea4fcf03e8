//! What a route answers when it does not do what it was asked for, as the document lists it: by status, with the
//! words that `error.code` can be. The same values are answered, so no word can be documented that does not exist.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use axum::http::StatusCode;
use utoipa::IntoResponses;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::schema::{AllOfBuilder, ObjectBuilder, Type};
use utoipa::openapi::{Ref, RefOr, Response, ResponseBuilder, Schema};

use crate::api_failure::ApiFailure;
use crate::request_body::ReadBodyError;
use crate::session::SignedIn;

/// Something on the way of a request that can refuse it.
pub trait Refuses {
    /// Every refusal that comes from here.
    fn refusals() -> Vec<ApiFailure>;
}

/// The refusals of a route that only reads: those of `R`, and those of every route.
pub struct Read<R>(PhantomData<R>);

/// The refusals of a route that writes: those of `R`, of the guard of writes, and of every route.
pub struct Write<R>(PhantomData<R>);

impl Refuses for () {
    fn refusals() -> Vec<ApiFailure> {
        Vec::new()
    }
}

impl<One: Refuses, Other: Refuses> Refuses for (One, Other) {
    fn refusals() -> Vec<ApiFailure> {
        [One::refusals(), Other::refusals()].concat()
    }
}

/// There may be nothing here.
pub struct NotHere;

impl Refuses for NotHere {
    fn refusals() -> Vec<ApiFailure> {
        vec![ApiFailure::not_found()]
    }
}

impl Refuses for SignedIn {
    fn refusals() -> Vec<ApiFailure> {
        vec![
            ApiFailure::not_signed_in(),
            ApiFailure::another_users_session(),
            ApiFailure::device_revoked(),
            ApiFailure::too_many_requests(1),
        ]
    }
}

impl Refuses for ReadBodyError {
    fn refusals() -> Vec<ApiFailure> {
        let all = [
            Self::TooLarge,
            Self::UnpacksTooLarge,
            Self::UnknownEncoding,
            Self::BadGzip,
            Self::BrokeOff,
            Self::Unexpected,
        ];
        all.map(ApiFailure::from).to_vec()
    }
}

impl<R: Refuses> IntoResponses for Read<R> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        by_status([R::refusals(), of_every_route()].concat())
    }
}

impl<R: Refuses> IntoResponses for Write<R> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let guard = vec![
            ApiFailure::cross_site("this does not come from our own pages"),
            ApiFailure::unsupported_media_type("neither of the two forms"),
        ];
        by_status([R::refusals(), guard, of_every_route()].concat())
    }
}

fn of_every_route() -> Vec<ApiFailure> {
    vec![ApiFailure::busy(), ApiFailure::failed()]
}

fn by_status(refusals: Vec<ApiFailure>) -> BTreeMap<String, RefOr<Response>> {
    let mut statuses: BTreeMap<StatusCode, Vec<ApiFailure>> = BTreeMap::new();
    for refusal in refusals {
        statuses.entry(refusal.status).or_default().push(refusal);
    }
    let statuses = statuses.into_iter();
    statuses
        .map(|(status, refusals)| {
            let response = RefOr::T(response(status, &refusals));
            (status.as_str().to_owned(), response)
        })
        .collect()
}

fn response(status: StatusCode, refusals: &[ApiFailure]) -> Response {
    let mut codes: Vec<&str> = refusals.iter().map(|refusal| refusal.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut lines: Vec<String> = refusals
        .iter()
        .map(|refusal| format!("`{}`: {}", refusal.code, refusal.message))
        .collect();
    lines.sort_unstable();
    lines.dedup();
    let code = ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(codes));
    let error = ObjectBuilder::new().property("code", code);
    let schema = AllOfBuilder::new()
        .item(Ref::from_schema_name("ErrorAnswer"))
        .item(ObjectBuilder::new().property("error", error));
    let content = ContentBuilder::new()
        .schema(Some(Schema::AllOf(schema.build())))
        .build();
    let response = ResponseBuilder::new()
        .description(lines.join("\n\n"))
        .content("application/json", content);
    if status != StatusCode::TOO_MANY_REQUESTS {
        return response.build();
    }
    let seconds = ObjectBuilder::new().schema_type(Type::String);
    let header = HeaderBuilder::new()
        .schema(Some(seconds))
        .description(Some("How many seconds to wait."));
    response.header("retry-after", header.build()).build()
}
