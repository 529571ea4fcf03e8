//! A sheet being filled in. Every field keeps what is typed; all faults are said at once, each at its field.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use overgang_domain::commands::{FillInError, add_row, add_template_item, read_typed, set_fields};
use overgang_domain::register::{Record, Register};
use overgang_domain::sheet::{FieldFault, FieldKind, Holder, Sheet, SheetField};
use overgang_domain::{Entry, EntryId, FieldId, FieldValue};

use super::OpenPlan;
use super::phrases::Phrases;
use super::value_words::{Subject, WordsContext};
use crate::aksel::{
    Button, ButtonVariant, Checkbox, CheckboxGroup, DateField, ErrorMessage, Select, Switch,
    TextField, Textarea,
};
use crate::components::NumberWarning;
use crate::live::{Live, LiveCell, drawn};
use crate::state::{ActError, Began, DraftField, DraftState, Settled, use_draft_state};
use crate::text::{item, new_plan, sheet as text};

/// What a switch says when it is on, and when it is off.
const YES: &str = "yes";
const NO: &str = "no";

/// One field of the form.
#[derive(Clone, Copy)]
struct FormField {
    field: StoredValue<SheetField>,
    /// Only what differs from what it began from is written, and only that is replaced: what another device wrote
    /// meanwhile stays.
    draft: DraftField,
}

impl FormField {
    /// Whether it is asked, as the form's other fields and those of the plan itself stand.
    fn is_asked(self, open: OpenPlan, fields: &[Self]) -> bool {
        self.field.with_value(|field| {
            field.is_shown(|decides| {
                let mut fields = fields.iter();
                let decider = fields.find(|one| one.field.with_value(|one| one.id == *decides));
                let Some(decider) = decider else {
                    return open.plan.with(|plan| plan.held(decides.as_str()));
                };
                let chosen: String = decider.draft.text().get();
                FieldValue::Chosen(chosen.split_whitespace().map(str::to_owned).collect())
            })
        })
    }
}

/// Whether a form with these drafts was left unfinished.
pub(in crate::pages) fn is_left(
    drafts: DraftState,
    open: OpenPlan,
    sheet: &Sheet,
    subject: &Subject,
) -> bool {
    drafts.has_left(Some(open.id), &subject.draft_place(sheet))
}

/// The form, for a new row or for the fields of `record`.
#[component]
pub(in crate::pages) fn SheetForm(
    open: OpenPlan,
    sheet: StoredValue<Sheet>,
    subject: Subject,
    is_open: LiveCell<bool>,
) -> impl IntoView {
    let context = WordsContext::new(open);
    let fields: Vec<FormField> =
        sheet.with_value(|sheet| form_fields(open, sheet, &subject, use_draft_state()));
    let fields = StoredValue::new(fields);
    let faults: LiveCell<Vec<(FieldId, FieldFault)>> = LiveCell::new(Vec::new());
    let subject = StoredValue::new(subject);
    let on_save = Callback::new(move |_| {
        save(
            context,
            sheet,
            subject.get_value(),
            fields.get_value(),
            faults,
            is_open,
        );
    });
    let on_cancel = Callback::new(move |_| {
        for field in fields.get_value() {
            field.draft.discard();
        }
        is_open.set(false);
    });
    view! {
        <div class="ov-form ov-sheet-form">
            {fields
                .get_value()
                .into_iter()
                .map(|field| view! { <Field context sheet field fields faults /> })
                .collect_view()}
            <div role="alert">
                {drawn(move || {
                    faults
                        .with(|faults| !faults.is_empty())
                        .then(|| {
                            let elsewhere = elsewhere(context, sheet, &faults.get());
                            view! {
                                <ErrorMessage>{text::MEND}</ErrorMessage>
                                {elsewhere
                                    .into_iter()
                                    .map(|words| view! { <ErrorMessage>{words}</ErrorMessage> })
                                    .collect_view()}
                            }
                        })
                })}
            </div>
            <div class="ov-actions">
                <Button on_click=on_save>{text::SAVE}</Button>
                <Button variant=ButtonVariant::Tertiary on_click=on_cancel>
                    {new_plan::CANCEL}
                </Button>
            </div>
        </div>
    }
}

fn form_fields(
    open: OpenPlan,
    sheet: &Sheet,
    subject: &Subject,
    drafts: DraftState,
) -> Vec<FormField> {
    let place: String = subject.draft_place(sheet);
    let fields = sheet.fields.iter().map(|field| {
        let began: Began = match subject {
            Subject::New(_) => Began::default(),
            Subject::Known(record) => open.plan.with_untracked(|plan| Began {
                text: text::typed(&plan.value(record, &field.id).value),
                seen: plan.to_replace(&Register::Field(record.clone(), field.id.clone())),
            }),
        };
        let draft = drafts.field(Some(open.id), &format!("{place}{}", field.id), began);
        if let Subject::New(Some(about)) = subject
            && field.id == about.field
            && draft.text().with_untracked(String::is_empty)
        {
            draft.preset(&about.id);
        }
        FormField {
            field: StoredValue::new(field.clone()),
            draft,
        }
    });
    fields.collect()
}

/// Reads what was typed and writes it, or says at each field what is wrong.
fn save(
    context: WordsContext,
    sheet: StoredValue<Sheet>,
    subject: Subject,
    fields: Vec<FormField>,
    faults: LiveCell<Vec<(FieldId, FieldFault)>>,
    is_open: LiveCell<bool>,
) {
    let typed: Vec<(FieldId, String)> = fields
        .iter()
        .map(|field| {
            let id: FieldId = field.field.with_value(|field| field.id.clone());
            (id, field.draft.text().get_untracked())
        })
        .zip(&fields)
        // What is not asked is not written: nobody would see what is wrong with it.
        .filter(|((_, text), field)| {
            *text != field.draft.began().text && field.is_asked(context.open(), &fields)
        })
        .map(|(typed, _)| typed)
        .collect();
    let seen: BTreeMap<FieldId, BTreeSet<EntryId>> = fields
        .iter()
        .map(|field| {
            (
                field.field.with_value(|field| field.id.clone()),
                field.draft.began().seen,
            )
        })
        .collect();
    let sheet: Sheet = sheet.get_value();
    let read = read_typed(&sheet, typed.iter().map(|(id, text)| (id, text.as_str())));
    let values = match read {
        Ok(values) => values,
        Err(refusal) => return faults.set(refusal.faults),
    };
    let settled = fields.iter().fold(Settled::default(), |settled, field| {
        settled.and(field.draft.settle())
    });
    let own = context.open().forms.get_untracked();
    let today = context.today();
    let journal = context.journal();
    journal.act(
        context.open().id,
        settled,
        move |pen, plan| -> Result<((), Vec<Entry>), FillInError> {
            let forms = own.forms();
            let entries = match &subject {
                Subject::New(_) if sheet.of == Holder::Item => {
                    add_template_item(pen, plan, forms, values, today)?
                }
                Subject::New(_) => add_row(pen, plan, forms, &sheet, values, today)?.1,
                Subject::Known(record) => {
                    set_fields(pen, plan, forms, record, values, Some(&seen), today)?
                }
            };
            Ok(((), entries))
        },
        move |saved| match saved {
            Ok(()) => {
                for field in &fields {
                    field.draft.discard();
                }
                is_open.set(false);
                journal.announce(item::SAVED);
            }
            Err(ActError::Refused(refusal)) => faults.set(refusal.faults),
            Err(ActError::NotSaved) => {}
        },
    );
}

/// One field: shown where the other fields ask for it.
#[component]
fn Field(
    context: WordsContext,
    sheet: StoredValue<Sheet>,
    field: FormField,
    fields: StoredValue<Vec<FormField>>,
    faults: LiveCell<Vec<(FieldId, FieldFault)>>,
) -> impl IntoView {
    let id: FieldId = field.field.with_value(|field| field.id.clone());
    let is_fixed: bool = field.field.with_value(|field| field.is_fixed);
    let is_shown = Live::memo(move || {
        !is_fixed && fields.with_value(|fields| field.is_asked(context.open(), fields))
    });
    let error: Live<Option<String>> = Live::derive(move || {
        faults.with(|faults| {
            let (_, fault) = faults.iter().find(|(at, _)| *at == id)?;
            Some(fault_words(context, sheet, fault))
        })
    });
    view! {
        <Show when=move || is_shown.get()>
            <Control context field error />
        </Show>
    }
}

/// What would no longer fit in other sheets of the same record: fields that this form does not have.
fn elsewhere(
    context: WordsContext,
    sheet: StoredValue<Sheet>,
    faults: &[(FieldId, FieldFault)],
) -> Vec<String> {
    let others = faults
        .iter()
        .filter(|(field, _)| sheet.with_value(|sheet| sheet.field(field).is_none()));
    others
        .map(|(field, fault)| {
            let label: String = label_of(context, sheet, field);
            format!("{label}: {}", fault_words(context, sheet, fault))
        })
        .collect()
}

/// What is wrong, with the other field that it names.
fn fault_words(context: WordsContext, sheet: StoredValue<Sheet>, fault: &FieldFault) -> String {
    let bound = fault.bound().map(|bound| label_of(context, sheet, bound));
    text::fault(fault, &bound.unwrap_or_default())
}

/// The label of another field, of this sheet or of the plan itself.
fn label_of(context: WordsContext, sheet: StoredValue<Sheet>, id: &FieldId) -> String {
    let own = sheet.with_value(|sheet| sheet.field(id).map(|field| field.label.nb.clone()));
    own.or_else(|| {
        let sheets = context.reference().sheets();
        let of_plan = context
            .open()
            .plan
            .with_untracked(|plan| sheets.field_of(plan, &Record::Header, id).cloned());
        of_plan.map(|field| field.label.nb)
    })
    .unwrap_or_default()
}

/// The control that takes what the field takes.
#[component]
fn Control(context: WordsContext, field: FormField, error: Live<Option<String>>) -> impl IntoView {
    let draft: DraftField = field.draft;
    let SheetField {
        kind,
        label,
        hint,
        phrases,
        ..
    } = field.field.get_value();
    let label: String = label.nb;
    let phrases: Vec<String> = phrases.into_iter().map(|phrase| phrase.nb).collect();
    let description: Option<String> = Some(hint.nb).filter(|hint| !hint.is_empty());
    let on_input = Callback::new(move |words: String| draft.set(words));
    match kind {
        FieldKind::Text => view! {
            <div class="ov-form">
                <Textarea label=label value=draft.text() on_input=on_input description=description error=error />
                <Phrases phrases draft />
                <NumberWarning text=draft.text() />
            </div>
        }
        .into_any(),
        FieldKind::Day => {
            let on_input = move |words: String| draft.set_day(words);
            view! { <DateField label=label value=draft.text() on_input=on_input description=description error=error /> }.into_any()
        }
        FieldKind::Line => view! {
            <TextField label=label value=draft.text() on_input=on_input description=description error=error />
            <NumberWarning text=draft.text() />
        }
        .into_any(),
        FieldKind::Clock | FieldKind::Number | FieldKind::NationalId => view! {
            <TextField
                label=label
                value=draft.text()
                on_input=on_input
                description=description
                error=error
                input_mode="numeric"
            />
        }
        .into_any(),
        FieldKind::Choices
        | FieldKind::Areas
        | FieldKind::Conditions
        | FieldKind::Items
        | FieldKind::Agencies
        | FieldKind::Users => {
            let options = field.field.with_value(|field| context.options(field));
            let value = Live::derive(move || {
                let ids: String = draft.text().get();
                ids.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
            });
            view! {
                <CheckboxGroup
                    legend=label
                    value=value
                    on_change=Callback::new(move |ids: Vec<String>| draft.set(ids.join(" ")))
                    description=description
                    error=error
                >
                    <div class="ov-conditions">
                        {options
                            .into_iter()
                            .map(|(id, words)| view! { <Checkbox value=id>{words}</Checkbox> })
                            .collect_view()}
                    </div>
                </CheckboxGroup>
            }
            .into_any()
        }
        FieldKind::Switch => view! {
            <Switch
                checked=Live::derive(move || draft.text().with(|text| text == YES))
                on_change=move |is_on: bool| draft.set(if is_on { YES } else { NO }.to_owned())
                description=description
            >
                {label}
            </Switch>
        }
        .into_any(),
        FieldKind::Choice
        | FieldKind::YesNo
        | FieldKind::Agency
        | FieldKind::Prison
        | FieldKind::Item
        | FieldKind::Area
        | FieldKind::Plan
        | FieldKind::User => {
            let options = field.field.with_value(|field| context.options(field));
            let none = std::iter::once((String::new(), text::NOT_CHOSEN.to_owned()));
            let options: Vec<(String, String)> = none.chain(options).collect();
            view! {
                <Select
                    label=label
                    value=draft.text()
                    on_change=on_input
                    description=description
                    error=error
                    options=Live::constant(options)
                />
            }
            .into_any()
        }
    }
}
