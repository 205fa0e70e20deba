//! How likely a sample is to miss damage: sampling without replacement (hypergeometric), for the
//! worst spread of the damage over the strata.

use super::Stratum;

/// The probability that none of so many damaged entries is drawn, at worst: where they lie in those
/// strata that are sampled least. 0 where more are damaged than could be missed.
///
/// In each stratum the logarithm of the probability falls the faster the more of it is damaged, so
/// the worst spread is found by putting one damaged entry after the other where it costs least.
#[must_use]
pub fn missed(strata: &[Stratum], damaged: u64) -> f64 {
    let mut placed: Vec<(&Stratum, u64)> = strata.iter().map(|s| (s, 0)).collect();
    let mut chance = 1.0;
    for _ in 0..damaged {
        let costs = placed.iter_mut().map(|(s, there)| (misses(s, *there), there));
        match costs.max_by(|(a, _), (b, _)| a.total_cmp(b)) {
            Some((one, there)) if one > 0.0 => {
                chance *= one;
                *there += 1;
            }
            Some(_) | None => return 0.0,
        }
    }
    chance
}

/// The probability that the next damaged entry of a stratum is not drawn, if the damaged ones before
/// it were not.
#[expect(clippy::cast_precision_loss, reason = "probabilities; 2^53 entries are never listed")]
fn misses(stratum: &Stratum, damaged: u64) -> f64 {
    let left = stratum.of.saturating_sub(damaged);
    let spared = left.saturating_sub(stratum.take);
    if left == 0 { 0.0 } else { spared as f64 / left as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stratum(of: u64, take: u64) -> Stratum {
        Stratum { name: of.to_string(), of, take }
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    #[test]
    fn one_stratum_is_the_hypergeometric_distribution() {
        let all = [stratum(10, 3)];
        // C(8,3) / C(10,3)
        assert!(near(missed(&all, 2), 56.0 / 120.0));
        assert!(near(missed(&all, 0), 1.0));
        assert!(near(missed(&all, 7), 1.0 / 120.0));
        assert!(near(missed(&all, 8), 0.0));
        assert!(near(missed(&[stratum(5, 5)], 1), 0.0));
        assert!(near(missed(&[], 1), 0.0));
    }

    #[test]
    fn the_damage_lies_where_it_is_found_least() {
        let strata = [stratum(4, 2), stratum(100, 30), stratum(3, 1)];
        let product = |spread: [u64; 3]| -> f64 {
            strata.iter().zip(spread).map(|(s, n)| missed(std::slice::from_ref(s), n)).product()
        };
        for damaged in 0..6 {
            let mut worst: f64 = 0.0;
            for a in 0..=damaged {
                for b in 0..=damaged - a {
                    worst = worst.max(product([a, b, damaged - a - b]));
                }
            }
            assert!(near(missed(&strata, damaged), worst), "{damaged}");
        }
    }
}
