//! What a person can do. Each command checks what must hold and answers with the entries that say it;
//! it stores nothing. The preconditions live here, and bad input gets a typed error for the field.

mod assign;
mod consent;
mod item;
mod life;
mod need;
mod note;
mod pen;
mod person;
mod return_again;
mod sheet;
mod strike;
mod template;

pub use assign::{WORKERS, assign};
pub use consent::{HowGiven, NewConsent};
pub use item::{ChangeItemError, add_item, set_due, set_owner, set_status};
pub use life::{CONTINUED_IN, continue_in, lacks_follow_up, lead_to_earlier, mark_released};
pub use need::{
    AnswerNeedError, Proposal, answer_need, answer_question, confirm_proposal, proposal, skip_area,
    skip_round, take_over_area, word_need,
};
pub use note::{WriteNoteError, reword_note, write_note};
pub use pen::Pen;
pub use person::{
    ChangePersonError, NewPlan, answer_condition, name_person, open_plan, set_birth_date,
    set_release_date,
};
pub use return_again::{EARLIER_PLAN, return_again};
pub use sheet::{FillInError, add_row, choose_field, read_typed, set_fields};
pub use strike::{StrikeError, restore, strike_out};
pub use template::{
    PublishError, TakeTemplateError, add_template_item, publish_template, take_template,
};
