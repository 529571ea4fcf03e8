//! The centre's streams of events: opened, told, broken, or dead without a word.

use overgang_sync::Heard;

use super::{Event, World};
use crate::faults::Fault;

impl World {
    /// A device opens a stream, in the place of one that it may have.
    pub(super) fn listen(&mut self, at: usize) {
        self.stop_listening(at);
        let is_offline: bool = self.tablets[at].offline_until > self.now;
        let is_signed_in: bool = self.tablets[at].is_signed_in;
        let is_broken: bool = self.weather.strikes(Fault::StreamBroken, &mut self.dice);
        let heard = if is_offline || !is_signed_in || is_broken {
            Heard::Broke
        } else {
            Heard::Open
        };
        self.tell_soon(at, heard);
    }

    /// Nothing of a device's stream counts any longer.
    pub(super) fn stop_listening(&mut self, at: usize) {
        self.tablets[at].stream += 1;
        self.tablets[at].living_stream = None;
    }

    /// Something comes over a stream, if it is still the one that counts.
    pub(super) fn heard(&mut self, at: usize, stream: u64, heard: Heard) {
        let tablet = &mut self.tablets[at];
        if tablet.stream != stream || tablet.is_down {
            return;
        }
        match heard {
            Heard::Open => tablet.living_stream = Some(stream),
            Heard::News => {}
            Heard::Broke | Heard::Over => tablet.living_stream = None,
        }
        self.note(at, || format!("hears {heard:?}"));
        self.tell(at, heard.into());
    }

    /// Something was committed by the device `by`: the others hear so, where their streams live.
    pub(super) fn spread_news(&mut self, by: usize) {
        for at in 0..self.tablets.len() {
            if at == by || self.tablets[at].living_stream.is_none() {
                continue;
            }
            let is_offline: bool = self.tablets[at].offline_until > self.now;
            let is_broken: bool = self.weather.strikes(Fault::StreamBroken, &mut self.dice);
            if !is_offline && !is_broken {
                let heard = if self.tablets[at].is_signed_in {
                    Heard::News
                } else {
                    Heard::Over
                };
                self.tell_soon(at, heard);
            } else if self.dice.chance(50) {
                self.tell_soon(at, Heard::Broke);
            } else {
                // The device believes in it until something else goes wrong.
                self.tablets[at].living_stream = None;
            }
        }
    }

    fn tell_soon(&mut self, at: usize, heard: Heard) {
        let stream: u64 = self.tablets[at].stream;
        let wait: u64 = self.dice.between(20, 400);
        self.after(wait, Event::Heard(at, stream, heard));
    }
}
