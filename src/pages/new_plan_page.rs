//! A new person: name, dates, prison, what the person consents to, and what holds for the person.

mod consent_part;
mod form;
mod number_part;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::commands::{NewPlan, open_plan};
use overgang_domain::sentence::Stay;
use overgang_domain::{AgencyId, PlanId, PrisonId, Template, day};

use self::consent_part::ConsentPart;
use self::form::{Asked, Fault, Form, Place, list, place};
use self::number_part::NumberPart;
use crate::aksel::{
    BodyLong, Button, ButtonVariant, Checkbox, CheckboxGroup, DateField, ErrorMessage, Heading,
    HeadingLevel, HeadingSize, MessageStatus, Radio, RadioGroup, Select, TextField,
};
use crate::components::{NumberWarning, PlanLinks};
use crate::live::{Live, LiveCell, drawn};
use crate::page::{Page, PlanPart};
use crate::state::{
    ActError, DraftField, use_draft_state, use_journal_state, use_reference_state, use_route_state,
    use_view_state,
};
use crate::text::new_plan as text;

/// The kinds of stay.
const STAYS: [(Stay, &str); 5] = [
    (Stay::Convicted, text::CONVICTED),
    (Stay::Remand, text::REMAND),
    (Stay::PreventiveDetention, text::DETENTION),
    (Stay::FineDefault, text::FINE_DEFAULT),
    (Stay::ElectronicMonitoring, text::MONITORING),
];

/// The page.
#[component]
pub fn NewPlanPage() -> impl IntoView {
    let journal = use_journal_state();
    let reference = use_reference_state();
    let view_state = use_view_state();
    let template: Arc<Template> = journal
        .templates()
        .with_untracked(|templates| Arc::clone(templates.newest()));
    let own: AgencyId = journal.session().user.agency;
    let form = Form::new(use_draft_state(), &own, view_state.today());
    let known: Vec<PrisonId> = journal.session().user.prisons.into_iter().collect();
    form.preset(known.first());
    let Form {
        birth,
        release,
        prison,
        stay,
        consent,
        answers,
        ..
    } = form;
    let prisons: Vec<(String, String)> = known
        .iter()
        .map(|id| (id.to_string(), reference.prison_name(id)))
        .collect();
    let faults: LiveCell<Vec<Fault>> = LiveCell::new(Vec::new());
    let chosen = Live::derive(move || list(&answers.text().get()));
    let known_by = StoredValue::new((template, reference.sheets()));
    let asked = Live::memo(move || {
        known_by.with_value(|(template, sheets)| {
            form.asked(journal, template, sheets, view_state.day().get())
        })
    });
    let route = use_route_state();
    let on_save = Callback::new(move |_| {
        let today: NaiveDate = view_state.today();
        let new = known_by
            .with_value(|(template, sheets)| form.to_plan(journal, template, sheets, today));
        let new: NewPlan = match new {
            Ok(new) => new,
            Err(wrong) => return faults.set(wrong),
        };
        faults.set(Vec::new());
        // Release from remand comes without warning: the sheet for the day comes first.
        let part: PlanPart = match new.stay {
            Some(Stay::Remand) => PlanPart::ReleaseSheet,
            _ => PlanPart::default(),
        };
        journal.act(
            PlanId::DIRECTORY,
            form.settle(),
            move |pen, _| open_plan(pen, new, today),
            move |saved| match saved {
                Ok(plan) => route.go(Page::Plan(plan, part)),
                Err(ActError::Refused(why)) => {
                    faults.set(vec![(place(why), text::refused(why))]);
                }
                Err(ActError::NotSaved) => {}
            },
        );
    });
    let at = move |place: Place| {
        Live::derive(move || {
            faults.with(|faults| {
                let fault = faults.iter().find(|(at, _)| *at == place);
                fault.map(|(_, words)| (*words).to_owned())
            })
        })
    };
    view! {
        <Heading level=HeadingLevel::One size=HeadingSize::Large>{text::TITLE}</Heading>
        <BodyLong>{text::LEAD}</BodyLong>
        <div class="ov-form">
            <Who form asked fault=Callback::new(at) />
            <Select
                label=text::PRISON
                value=prison.text()
                on_change=move |chosen: String| prison.set(chosen)
                options=Live::constant(prisons)
            />
            <Dates birth release birth_error=at(Place::Birth) release_error=at(Place::Release) />
            <Show when=move || asked.with(|asked| asked.stay)>
                <KindOfStay stay />
            </Show>
            <ConsentPart form=StoredValue::new(consent) prison=prison.text() fault=Callback::new(at) known_by />
            {drawn(move || {
                let asked: Asked = asked.get();
                let boxes = known_by.with_value(|(template, _)| questions(template, &asked.conditions));
                let on_change = Callback::new(move |ids: Vec<String>| answers.set(ids.join(" ")));
                view! { <Questions boxes chosen on_change /> }
            })}
            <Refused faults />
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

/// What is wrong, beside the button that was pressed: the field itself may lie far above.
#[component]
fn Refused(faults: LiveCell<Vec<Fault>>) -> impl IntoView {
    let refused = move || {
        let said: Vec<&str> =
            faults.with(|faults| faults.iter().map(|(_, words)| *words).collect());
        (!said.is_empty()).then(|| {
            let words: String = format!("{} {}", text::MEND, said.join(" "));
            view! { <ErrorMessage>{words}</ErrorMessage> }
        })
    };
    view! { <div role="alert">{drawn(refused)}</div> }
}

/// Why the person is in prison.
#[component]
fn KindOfStay(stay: DraftField) -> impl IntoView {
    view! {
        <RadioGroup
            legend=text::STAY
            value=stay.text()
            on_change=move |chosen: String| stay.set(chosen)
        >
            {STAYS.map(|(stay, words)| view! { <Radio value=stay.as_str()>{words}</Radio> }).collect_view()}
        </RadioGroup>
    }
}

/// The number and the name.
#[component]
fn Who(
    form: Form,
    asked: Live<Asked>,
    fault: Callback<Place, Live<Option<String>>>,
) -> impl IntoView {
    let Form {
        number,
        name,
        birth,
        prison,
        ..
    } = form;
    view! {
        <Show when=move || asked.with(|asked| asked.number)>
            <NumberPart number name prison error=fault.run(Place::Number) />
        </Show>
        <Name name birth error=fault.run(Place::Name) />
    }
}

/// The name, with who it may be.
#[component]
fn Name(name: DraftField, birth: DraftField, error: Live<Option<String>>) -> impl IntoView {
    view! {
        <TextField
            label=text::NAME
            value=name.text()
            on_input=move |words| name.set(words)
            error=error
        />
        <NumberWarning text=name.text() />
        <Known name birth />
    }
}

/// Plans that are likely of the same person, before another one is opened.
#[component]
fn Known(name: DraftField, birth: DraftField) -> impl IntoView {
    let journal = use_journal_state();
    let known = Live::memo(move || {
        let born: Option<NaiveDate> = day::typed(birth.text().get().trim());
        name.text().with(|name| {
            journal.summaries().with(|summaries| {
                let known = summaries
                    .values()
                    .filter(|one| one.is_likely_of(name, born));
                known
                    .map(|one| (one.id, one.name.clone()))
                    .collect::<Vec<(PlanId, String)>>()
            })
        })
    });
    view! { <PlanLinks message=text::KNOWN status=MessageStatus::Warning plans=known /> }
}

/// The dates, with what is wrong with them at the field.
#[component]
fn Dates(
    birth: DraftField,
    release: DraftField,
    birth_error: Live<Option<String>>,
    release_error: Live<Option<String>>,
) -> impl IntoView {
    view! {
        <DateField
            label=text::RELEASE_DATE
            description=Some(text::RELEASE_HELP.to_owned())
            value=release.text()
            on_input=move |words| release.set_day(words)
            error=release_error
        />
        <DateField
            label=text::BIRTH_DATE
            value=birth.text()
            on_input=move |words| birth.set_day(words)
            error=birth_error
        />
    }
}

/// What holds for the person, to be ticked.
#[component]
fn Questions(
    boxes: Vec<(String, String)>,
    chosen: Live<Vec<String>>,
    on_change: Callback<Vec<String>>,
) -> impl IntoView {
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

/// These conditions: ids and words.
fn questions(template: &Template, asked: &BTreeSet<String>) -> Vec<(String, String)> {
    let all = template.conditions.iter();
    all.filter(|one| asked.contains(one.id.as_str()))
        .map(|one| (one.id.to_string(), one.label.nb.clone()))
        .collect()
}
