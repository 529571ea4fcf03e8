//! What the person needs, asked in rounds, and what holds for the person.

pub(super) mod answer_words;
pub(super) mod before;
pub(super) mod need_row;
pub(super) mod needs_part;
pub(super) mod plan_answers;
pub(super) mod questions_card;
pub(super) mod skip;
