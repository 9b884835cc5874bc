//! The randomness of the weather: a hash of the world's seed and of what is asked for.
//!
//! It is part of what a world is: were it changed, all weather would be another. Its outputs are therefore pinned by
//! test vectors, those that are published for `SplitMix64` and our own on top of it. Only whole numbers, sums, products,
//! quotients and comparisons are used here and in all that builds on it, so that the weather is the same to the last bit
//! on every machine.

/// What a random number is for; each purpose has numbers of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub(crate) enum Channel {
    /// Where the squares lie in which places share their randomness.
    Grid = 1,
    Conditions = 2,
    SlowTemperature = 3,
    FastTemperature = 4,
    Wind = 5,
    WindDirection = 6,
    Humidity = 7,
    Visibility = 8,
    Precipitation = 9,
    /// Which of the coming hours a forecast knows.
    Knowledge = 10,
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The output function of `SplitMix64` (Steele, Lea and Flood 2014) for a state.
fn mixed(state: u64) -> u64 {
    let first = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let second = (first ^ (first >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    second ^ (second >> 31)
}

/// 64 random bits for a seed and any number of words: each word goes through `SplitMix64` with all that came before it.
pub(crate) fn hash(seed: u64, words: &[u64]) -> u64 {
    let begin = mixed(seed.wrapping_add(GOLDEN));
    words.iter().fold(begin, |state, word| mixed((state ^ word).wrapping_add(GOLDEN)))
}

/// A number from 0 to just under 1, of 53 random bits.
#[expect(clippy::cast_precision_loss, reason = "53 bits are what the type holds")]
pub(crate) fn unit(bits: u64) -> f64 {
    const SCALE: f64 = 1.0 / 9_007_199_254_740_992.0;
    (bits >> 11) as f64 * SCALE
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published outputs of `SplitMix64` for the seed 1234567.
    #[test]
    fn the_mixing_function_is_splitmix64() {
        let outputs = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        for (step, expected) in (1_u64..).zip(outputs) {
            assert_eq!(mixed(1_234_567_u64.wrapping_add(GOLDEN.wrapping_mul(step))), expected);
        }
        assert_eq!(hash(1_234_567, &[]), outputs[0]);
    }

    #[test]
    fn units_lie_in_their_range_and_fill_it() {
        assert_eq!(unit(0).to_bits(), 0.0_f64.to_bits());
        assert!(unit(u64::MAX) < 1.0);
        let mut bins = [0_u32; 10];
        for word in 0..100_000 {
            let tenth = unit(hash(7, &[word])) * 10.0;
            let bin = bins.iter_mut().zip(1..).find(|(_, upto)| tenth < f64::from(*upto)).unwrap().0;
            *bin += 1;
        }
        // 9 degrees of freedom: 27.9 is passed by chance once in a thousand.
        let chi_square: f64 = bins.iter().map(|bin| (f64::from(*bin) - 10_000.0).powi(2) / 10_000.0).sum();
        assert!(chi_square < 27.9, "{bins:?}");
    }
}
