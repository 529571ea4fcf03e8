//! Who has a national identity number, as the register of persons says. Without an answer the name is written by hand.

use overgang_sync::message::{LookUpResponse, PersonFound, WhatWasFound};

use crate::api_client;

/// What came of a look-up.
#[derive(Clone, PartialEq, Eq)]
pub enum LookedUp {
    /// This person has the number.
    Person(PersonFound),
    /// Nobody has it.
    Nobody,
    /// There is no answer.
    NoAnswer,
}

/// Asks the centre. Whatever goes wrong is no answer: nobody is to wait for it.
pub async fn look_up(identity_number: String) -> LookedUp {
    match api_client::look_up(identity_number).await {
        Ok(LookUpResponse {
            found: WhatWasFound::Person,
            person: Some(person),
        }) => LookedUp::Person(person),
        Ok(LookUpResponse {
            found: WhatWasFound::Nobody,
            ..
        }) => LookedUp::Nobody,
        Ok(_) | Err(_) => LookedUp::NoAnswer,
    }
}
