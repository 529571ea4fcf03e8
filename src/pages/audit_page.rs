//! For auditors: who has seen what, and the week's sample. Plans stand here by their ids only.

mod audit_row;
mod sample;

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::PlanId;
use overgang_domain::change::Role;
use overgang_sync::message::{AuditAct, AuditRow};

use self::audit_row::AuditRows;
use self::sample::Sample;
use crate::aksel::{
    BodyLong, Button, ButtonSize, ButtonVariant, DateField, Heading, HeadingLevel, HeadingSize,
    IconName, InlineMessage, MessageStatus, Select, Tabs, TabsList, TabsPanel, TabsTab,
};
use crate::live::{Live, LiveCell, drawn};
use crate::state::{AuditQuestion, read_audit, use_journal_state};
use crate::text::audit as text;

/// The page.
#[component]
pub fn AuditPage() -> impl IntoView {
    let session = use_journal_state().session();
    if !session.user.has_role(Role::Auditor) {
        return view! { <p class="ov-empty">{text::NOT_YOURS}</p> }.into_any();
    }
    let open = LiveCell::new("search".to_owned());
    view! {
        <Heading level=HeadingLevel::One size=HeadingSize::Large>{text::TITLE}</Heading>
        <BodyLong>{text::LEAD}</BodyLong>
        <Tabs value=open on_change=move |value: String| open.set(value)>
            <TabsList>
                <TabsTab value="search" label=text::SEARCH />
                <TabsTab value="sample" label=text::SAMPLE />
            </TabsList>
            <TabsPanel value="search">
                <SearchTheLog />
            </TabsPanel>
            <TabsPanel value="sample">
                <Sample />
            </TabsPanel>
        </Tabs>
    }
    .into_any()
}

/// What was found so far.
#[derive(Clone, Debug, Default, PartialEq)]
struct Found {
    /// What was asked.
    question: AuditQuestion,
    rows: Vec<AuditRow>,
    /// Where to go on.
    next: Option<String>,
}

/// What is chosen in the fields.
#[derive(Clone, Copy)]
struct Fields {
    user: LiveCell<String>,
    act: LiveCell<String>,
    from: LiveCell<String>,
    to: LiveCell<String>,
    plan: LiveCell<Option<PlanId>>,
}

impl Fields {
    fn question(self) -> AuditQuestion {
        let day = |field: LiveCell<String>| field.get_untracked().parse::<NaiveDate>().ok();
        let act: String = self.act.get_untracked();
        AuditQuestion {
            user: self.user.get_untracked().parse().ok(),
            plan: self.plan.get_untracked(),
            act: AuditAct::ALL
                .into_iter()
                .find(|known| known.as_str() == act),
            from: day(self.from),
            to: day(self.to),
        }
    }
}

/// The log, narrowed.
#[component]
fn SearchTheLog() -> impl IntoView {
    let journal = use_journal_state();
    let fields = Fields {
        user: LiveCell::new(String::new()),
        act: LiveCell::new(String::new()),
        from: LiveCell::new(String::new()),
        to: LiveCell::new(String::new()),
        plan: LiveCell::new(None),
    };
    let found: LiveCell<Option<Found>> = LiveCell::new(None);
    let is_reading = LiveCell::new(false);
    let has_failed = LiveCell::new(false);
    // With what was found so far: goes on after it. Without: begins anew.
    let read = move |before: Option<Found>| {
        let mut so_far: Found = before.unwrap_or_else(|| Found {
            question: fields.question(),
            ..Found::default()
        });
        is_reading.set(true);
        leptos::task::spawn_local(async move {
            let page = read_audit(&so_far.question, so_far.next.as_deref()).await;
            is_reading.set(false);
            has_failed.set(page.is_none());
            if let Some(page) = page {
                so_far.rows.extend(page.rows);
                so_far.next = page.next;
                found.set(Some(so_far));
            }
        });
    };
    let on_plan = Callback::new(move |plan: Option<PlanId>| {
        fields.plan.set(plan);
        read(None);
    });
    let all = || (String::new(), text::ALL.to_owned());
    let users = Live::derive(move || {
        let known = journal.user_names().into_iter();
        std::iter::once(all()).chain(known).collect::<Vec<_>>()
    });
    let acts: Vec<(String, String)> = std::iter::once(all())
        .chain(AuditAct::ALL.map(|act| (act.as_str().to_owned(), text::act(act).to_owned())))
        .collect();
    let rows = Live::derive(move || found.get().map(|found| found.rows).unwrap_or_default());
    let has_more = Live::derive(move || found.get().is_some_and(|found| found.next.is_some()));
    view! {
        <div class="ov-toolbar">
            <Select
                label=text::USER
                value=fields.user
                on_change=move |value: String| fields.user.set(value)
                options=users
            />
            <Select
                label=text::ACT
                value=fields.act
                on_change=move |value: String| fields.act.set(value)
                options=Live::constant(acts)
            />
            <DateField
                label=text::FROM
                value=fields.from
                on_input=move |value: String| fields.from.set(value)
            />
            <DateField
                label=text::TO
                value=fields.to
                on_input=move |value: String| fields.to.set(value)
            />
            <Button
                icon=Some(IconName::MagnifyingGlass)
                loading=is_reading
                on_click=Callback::new(move |_| read(None))
            >
                {text::FIND}
            </Button>
        </div>
        {drawn(move || {
            let plan: PlanId = fields.plan.get()?;
            Some(view! {
                <Button
                    size=ButtonSize::Small
                    variant=ButtonVariant::Secondary
                    icon=Some(IconName::XMark)
                    on_click=Callback::new(move |_| on_plan.run(None))
                >
                    {text::only_plan(&plan.to_string())}
                </Button>
            })
        })}
        <Show when=move || has_failed.get()>
            <InlineMessage status=MessageStatus::Error>{text::FAILED}</InlineMessage>
        </Show>
        <Show when=move || found.get().is_some_and(|found| found.rows.is_empty())>
            <p class="ov-empty">{text::NOTHING}</p>
        </Show>
        <AuditRows rows on_plan=Callback::new(move |plan| on_plan.run(Some(plan))) />
        <Show when=move || has_more.get()>
            <Button
                variant=ButtonVariant::Secondary
                loading=is_reading
                on_click=Callback::new(move |_| read(found.get_untracked()))
            >
                {text::MORE}
            </Button>
        </Show>
    }
}
