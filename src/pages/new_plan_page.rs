//! A new person: name, dates, prison, and what holds for the person.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::commands::{ChangePersonError, NewPlan, open_plan};
use overgang_domain::template::Fact;
use overgang_domain::{ConditionId, PrisonId, Template};

use crate::aksel::{
    BodyLong, Button, ButtonVariant, Checkbox, CheckboxGroup, DateField, ErrorMessage, Heading,
    HeadingLevel, HeadingSize, Radio, RadioGroup, Select, TextField,
};
use crate::page::Page;
use crate::state::{
    ActError, DraftField, use_draft_state, use_journal_state, use_reference_state, use_route_state,
    use_view_state,
};
use crate::text::new_plan as text;

/// The kinds of stay: each is a condition of the template.
const STAYS: [(&str, &str); 3] = [
    ("convicted", text::CONVICTED),
    ("remand", text::REMAND),
    ("preventive-detention", text::DETENTION),
];

/// The page.
#[component]
pub fn NewPlanPage() -> impl IntoView {
    let journal = use_journal_state();
    let reference = use_reference_state();
    let drafts = use_draft_state();
    let today: NaiveDate = use_view_state().today();
    let template: Arc<Template> = reference.template();
    let version = template.version();
    let field = |place: &str| -> DraftField { drafts.field(None, &format!("new/{place}")) };
    let (name, birth, release) = (field("name"), field("birth"), field("release"));
    let (prison, stay, answers) = (field("prison"), field("stay"), field("answers"));
    let known: Vec<PrisonId> = journal.session().user.prisons.into_iter().collect();
    if let (Some(first), true) = (known.first(), prison.text().with_untracked(String::is_empty)) {
        prison.preset(first.as_str());
    }
    if stay.text().with_untracked(String::is_empty) {
        stay.preset("convicted");
    }
    let prisons: Vec<(String, String)> =
        known.iter().map(|id| (id.to_string(), reference.prison_name(id))).collect();
    let failure: RwSignal<Option<ChangePersonError>> = RwSignal::new(None);
    let bad_birth = RwSignal::new(false);
    let bad_release = RwSignal::new(false);
    let chosen = Signal::derive(move || list(&answers.text().get()));
    let route = use_route_state();
    let on_save = Callback::new(move |_| {
        let (born, free) = (read_date(birth), read_date(release));
        bad_birth.set(born.is_err());
        bad_release.set(free.is_err());
        let (Ok(birth_date), Ok(release_date)) = (born, free) else { return };
        leptos::task::spawn_local(async move {
            let mut finished = Vec::new();
            for field in [name, birth, release, prison, stay, answers] {
                finished.extend(field.finish().await);
            }
            let conditions = chosen.get_untracked().into_iter().map(ConditionId);
            let stay_now: String = stay.text().get_untracked();
            let stays = STAYS.iter().map(|(id, _)| (ConditionId::from(*id), *id == stay_now));
            let new = NewPlan {
                name: name.text().get_untracked(),
                birth_date,
                prison: PrisonId(prison.text().get_untracked()),
                release_date,
                template: version,
                answers: conditions.map(|id| (id, true)).chain(stays).collect::<BTreeMap<_, _>>(),
            };
            match journal.begin(finished, |pen| open_plan(pen, new, today)).await {
                Ok(plan) => {
                    for field in [name, birth, release, prison, stay, answers] {
                        field.clear();
                    }
                    route.go(Page::Plan(plan));
                }
                Err(ActError::Refused(refusal)) => failure.set(Some(refusal)),
                Err(ActError::NotSaved) => {}
            }
        });
    });
    let name_error = Signal::derive(move || {
        let refusal: ChangePersonError = failure.get()?;
        let is_name =
            matches!(refusal, ChangePersonError::NameMissing | ChangePersonError::NameTooLong);
        is_name.then(|| text::refused(refusal).to_owned())
    });
    let date_error = move |bad: RwSignal<bool>| {
        Signal::derive(move || bad.get().then(|| text::BAD_DATE.to_owned()))
    };
    let order_error = move || {
        let refusal: ChangePersonError = failure.get()?;
        matches!(refusal, ChangePersonError::BornInFuture | ChangePersonError::ReleasedBeforeBirth)
            .then(|| view! { <ErrorMessage>{text::refused(refusal)}</ErrorMessage> })
    };
    view! {
        <Heading level=HeadingLevel::One size=HeadingSize::Large>{text::TITLE}</Heading>
        <BodyLong>{text::LEAD}</BodyLong>
        <div class="ov-form">
            <TextField
                label=text::NAME
                value=name.text()
                on_input=move |words| name.set(words)
                error=name_error
            />
            <Select
                label=text::PRISON
                value=prison.text()
                on_change=move |chosen: String| prison.set(chosen)
                options=Signal::stored(prisons)
            />
            <RadioGroup
                legend=text::STAY
                value=stay.text()
                on_change=move |chosen: String| stay.set(chosen)
            >
                {STAYS.map(|(id, words)| view! { <Radio value=id>{words}</Radio> }).collect_view()}
            </RadioGroup>
            <DateField
                label=text::RELEASE_DATE
                description=Some(text::RELEASE_HELP.to_owned())
                value=release.text()
                on_input=move |words| release.set(words)
                error=date_error(bad_release)
            />
            <DateField
                label=text::BIRTH_DATE
                value=birth.text()
                on_input=move |words| birth.set(words)
                error=date_error(bad_birth)
            />
            {order_error}
            <Questions template chosen on_change=Callback::new(move |ids: Vec<String>| {
                answers.set(ids.join(" "));
            }) />
            <div class="ov-actions">
                <Button on_click=on_save>{text::SAVE}</Button>
                <Button
                    variant=ButtonVariant::Tertiary
                    on_click=Callback::new(move |_| route.go(Page::Plans))
                >
                    {text::CANCEL}
                </Button>
            </div>
        </div>
    }
}

/// The conditions that somebody can answer, less the kinds of stay.
#[component]
fn Questions(
    template: Arc<Template>,
    chosen: Signal<Vec<String>>,
    on_change: Callback<Vec<String>>,
) -> impl IntoView {
    let asked = template.conditions.iter().filter(|one| {
        one.fact != Fact::Constant && STAYS.iter().all(|(id, _)| one.id.as_str() != *id)
    });
    let boxes: Vec<(String, String)> =
        asked.map(|one| (one.id.to_string(), one.label.nb.clone())).collect();
    view! {
        <CheckboxGroup
            legend=text::QUESTIONS
            description=Some(text::QUESTIONS_HELP.to_owned())
            value=chosen
            on_change=on_change
        >
            <div class="ov-conditions">
                {boxes
                    .into_iter()
                    .map(|(id, label)| view! { <Checkbox value=id>{label}</Checkbox> })
                    .collect_view()}
            </div>
        </CheckboxGroup>
    }
}

fn list(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// The day that was typed; none where the field is empty.
fn read_date(field: DraftField) -> Result<Option<NaiveDate>, chrono::ParseError> {
    match field.text().get_untracked().trim() {
        "" => Ok(None),
        text => text.parse().map(Some),
    }
}
