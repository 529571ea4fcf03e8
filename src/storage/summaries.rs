//! The summaries of all plans in a few pages, so that opening the list opens no plan and a tap rewrites
//! one small page.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::PlanId;
use overgang_domain::form::WriteFormError;
use overgang_domain::summary::PlanSummary;

use super::connection::{Op, ReadError};
use super::record::Found;
use super::{keys, record};

/// How many plans share a page.
const PLANS_A_PAGE: usize = 16;

/// All summaries, as they lie in their pages.
#[derive(Clone, Debug, Default)]
pub(super) struct Summaries {
    pages: Vec<Vec<PlanSummary>>,
    page_of: BTreeMap<PlanId, usize>,
}

impl Summaries {
    /// Reads the pages.
    pub(super) fn read(records: &[Found]) -> Result<Self, ReadError> {
        let mut summaries = Self::default();
        for found in records {
            let page: Vec<PlanSummary> = found.read()?;
            let number: usize = summaries.pages.len();
            summaries
                .page_of
                .extend(page.iter().map(|summary| (summary.id, number)));
            summaries.pages.push(page);
        }
        Ok(summaries)
    }

    /// All of them, in no order that means anything.
    pub(super) fn all(&self) -> impl Iterator<Item = &PlanSummary> {
        self.pages.iter().flatten()
    }

    /// Puts summaries in and answers with the pages to write.
    pub(super) fn put(&mut self, changed: Vec<PlanSummary>) -> Result<Vec<Op>, WriteFormError> {
        let mut touched: Vec<usize> = Vec::new();
        for summary in changed {
            let number: usize = self.page_for(summary.id);
            if let Some(page) = self.pages.get_mut(number) {
                page.retain(|known| known.id != summary.id);
                page.push(summary);
            }
            if !touched.contains(&number) {
                touched.push(number);
            }
        }
        touched
            .into_iter()
            .map(|number| self.write(number))
            .collect()
    }

    /// Takes plans out and answers with the pages to write.
    pub(super) fn remove(&mut self, gone: &BTreeSet<PlanId>) -> Result<Vec<Op>, WriteFormError> {
        let removed = gone.iter().filter_map(|plan| self.page_of.remove(plan));
        let touched: BTreeSet<usize> = removed.collect();
        for number in &touched {
            if let Some(page) = self.pages.get_mut(*number) {
                page.retain(|known| !gone.contains(&known.id));
            }
        }
        let touched = touched.into_iter();
        touched.map(|number| self.write(number)).collect()
    }

    fn page_for(&mut self, plan: PlanId) -> usize {
        if let Some(number) = self.page_of.get(&plan) {
            return *number;
        }
        if self
            .pages
            .last()
            .is_none_or(|page| page.len() >= PLANS_A_PAGE)
        {
            self.pages.push(Vec::new());
        }
        let number: usize = self.pages.len() - 1;
        self.page_of.insert(plan, number);
        number
    }

    fn write(&self, number: usize) -> Result<Op, WriteFormError> {
        let page: &[PlanSummary] = self.pages.get(number).map_or(&[], Vec::as_slice);
        record::put(keys::SUMMARIES, keys::page_key(number), &page)
    }
}
