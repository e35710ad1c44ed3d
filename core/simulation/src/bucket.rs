//! A bucket of tokens that fills steadily, in whole numbers.

/// A limit in a window: it is full at the start, and fills steadily.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bucket {
    /// The most that it holds, which is also what comes back in one window.
    pub(crate) limit: u64,
    window_ms: u64,
    /// What is left, times `window_ms`.
    level: u64,
    filled_at: u64,
}

impl Bucket {
    pub(crate) const fn new(limit: u64, window_ms: u64) -> Self {
        Self { limit, window_ms, level: limit * window_ms, filled_at: 0 }
    }

    /// Fills it with what came back since it was last filled.
    pub(crate) fn fill(&mut self, now: u64) {
        let back = (now - self.filled_at) * self.limit;
        self.level = (self.level + back).min(self.limit * self.window_ms);
        self.filled_at = now;
    }

    pub(crate) const fn used(&self) -> u64 {
        self.limit - self.remaining()
    }

    pub(crate) const fn remaining(&self) -> u64 {
        self.level / self.window_ms
    }

    /// How long until this amount is there: 0 if it is.
    pub(crate) const fn wait_ms(&self, amount: u64) -> u64 {
        (amount * self.window_ms).saturating_sub(self.level).div_ceil(self.limit)
    }

    /// How long until it is full.
    pub(crate) const fn reset_ms(&self) -> u64 {
        self.wait_ms(self.limit)
    }

    /// Takes what is there.
    pub(crate) fn take(&mut self, amount: u64) {
        self.level -= amount * self.window_ms;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_full_at_the_start_and_never_fuller() {
        let mut bucket = Bucket::new(6_000, 60_000);
        bucket.fill(1_000_000);
        assert_eq!((bucket.remaining(), bucket.used(), bucket.reset_ms()), (6_000, 0, 0));
    }

    #[test]
    fn what_was_taken_comes_back_steadily() {
        let mut bucket = Bucket::new(6_000, 60_000);
        bucket.take(6_000);
        bucket.fill(1_000);
        assert_eq!((bucket.remaining(), bucket.used()), (100, 5_900));
        bucket.fill(1_005);
        assert_eq!(bucket.remaining(), 100); // half a token is kept
        bucket.fill(1_010);
        assert_eq!(bucket.remaining(), 101);
    }

    #[test]
    fn after_the_stated_wait_and_not_before_the_amount_is_there() {
        let mut bucket = Bucket::new(7_000, 60_000);
        bucket.take(6_500);
        let wait_ms = bucket.wait_ms(2_000);
        assert_eq!(wait_ms, 12_858);
        bucket.fill(wait_ms - 1);
        assert_eq!(bucket.wait_ms(2_000), 1);
        bucket.fill(wait_ms);
        assert_eq!(bucket.wait_ms(2_000), 0);
        bucket.take(2_000);
    }

    #[test]
    fn a_day_states_what_groq_states() {
        let mut bucket = Bucket::new(100_000, 86_400_000);
        bucket.take(98_765);
        assert_eq!(bucket.wait_ms(2_024), 681_696); // "try again in 11m21.696s"
    }
}
