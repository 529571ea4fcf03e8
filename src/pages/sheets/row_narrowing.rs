//! The fields that narrow the rows of a sheet: by area, and by day.

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::day;
use overgang_domain::filter::RowFilter;

use super::OpenPlan;
use crate::aksel::{BodyShort, DateField, Select, TextColor};
use crate::live::{Live, LiveCell, drawn};
use crate::text::sheet as text;

/// The fields, and how many rows they leave in.
#[component]
pub(in crate::pages) fn RowNarrowing(
    open: OpenPlan,
    filter: LiveCell<RowFilter>,
    /// How many rows are shown.
    shown: Live<usize>,
    /// How many there are.
    all: Live<usize>,
) -> impl IntoView {
    let areas: Vec<(String, String)> = open.template.with_value(|template| {
        let every = std::iter::once((String::new(), text::ALL_AREAS.to_owned()));
        let areas = template.areas.iter();
        let areas = areas.map(|area| (area.id.to_string(), area.name.nb.clone()));
        every.chain(areas).collect()
    });
    let typed = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    view! {
        <div class="ov-narrowing">
            <Select
                label=text::OF_AREA
                value=Live::derive(move || filter.with(|filter| filter.area.clone()))
                on_change=move |area: String| filter.update(|filter| filter.area = area)
                options=Live::constant(areas)
            />
            <DateField
                label=text::FROM
                value=Live::derive(move || typed(filter.with(|filter| filter.from)))
                on_input=move |from: String| filter.update(|filter| filter.from = day::parse(&from))
            />
            <DateField
                label=text::TO
                value=Live::derive(move || typed(filter.with(|filter| filter.to)))
                on_input=move |to: String| filter.update(|filter| filter.to = day::parse(&to))
            />
        </div>
        <BodyShort text_color=TextColor::Subtle>
            {drawn(move || match shown.get() {
                0 => text::NO_MATCH.to_owned(),
                shown => text::shown(shown, all.get()),
            })}
        </BodyShort>
    }
}
