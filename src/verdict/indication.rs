//! What a verdict rests on, in the words of ETSI EN 319 102-1 §5.1.3: an indication and, where it is
//! not a pass, a sub-indication. Inspectors and other verifiers know these words; ours are the codes.

use super::{Bearing, Code, Finding, Report, Verdict};

macro_rules! sub_indications {
    ($($(#[$doc:meta])* $name:ident $word:literal;)*) => {
        /// Why a signature or a dossier did not pass. The order is the one in which EN 319 102-1
        /// §5.2 looks: what comes first makes what comes later meaningless.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum SubIndication {
            $($(#[$doc])* $name,)*
        }

        impl SubIndication {
            /// All of them, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The word of the standard.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

sub_indications! {
    /// Not in the one form: a package, a bag, a statement, a carrier, a key ring.
    FormatFailure "FORMAT_FAILURE";
    /// A digest algorithm that is not accepted.
    CryptoConstraintsFailure "CRYPTO_CONSTRAINTS_FAILURE";
    /// The key is not in the ring, or nobody said which ring to trust.
    NoKeyFound "NO_KEY_FOUND";
    /// The key ring's own succession or approvals do not hold.
    ChainConstraintsFailure "CHAIN_CONSTRAINTS_FAILURE";
    /// The rules cannot be used.
    PolicyProcessingError "POLICY_PROCESSING_ERROR";
    /// The rules are not among those that are accepted.
    PolicyNotAvailable "POLICY_NOT_AVAILABLE";
    /// What was signed is not there.
    SignedDataNotFound "SIGNED_DATA_NOT_FOUND";
    /// What was signed is not what is there.
    HashFailure "HASH_FAILURE";
    /// The signature does not hold.
    SigCryptoFailure "SIG_CRYPTO_FAILURE";
    /// The key was retired or never valid when it signed.
    Revoked "REVOKED";
    /// The key's time had ended.
    Expired "EXPIRED";
    /// The key's time had not begun.
    NotYetValid "NOT_YET_VALID";
    /// Something is earlier than what it builds on, or later than now.
    TimestampOrderFailure "TIMESTAMP_ORDER_FAILURE";
    /// The signature holds, but the rules are not met: wrong person, seat, files, order, number.
    SigConstraintsFailure "SIG_CONSTRAINTS_FAILURE";
    /// The key was compromised, and nothing proves that the signature is older.
    RevokedNoPoe "REVOKED_NO_POE";
    /// It depends on a time that nothing proves.
    NoPoe "NO_POE";
}

use SubIndication as Sub;

/// Codes whose sub-indication is not their room's usual one.
const OF_CODES: &[(Sub, &[Code])] = &[
    (
        Sub::FormatFailure,
        &[
            Code::SealStatementSyntax,
            Code::SealStatementType,
            Code::SealStatementNotCanonical,
            Code::SealEnvelopeMismatch,
            Code::SealSidecarMismatch,
            Code::SealTooLarge,
            Code::SealUnknownFile,
            Code::SealCarrierMissing,
            Code::SealCarrierAlone,
            Code::SealNameDiffers,
            Code::SealFactsUnreadable,
            Code::KeyringSyntax,
            Code::KeyringNotCanonical,
            Code::KeyringUnknownFile,
            Code::FormSyntax,
        ],
    ),
    (Sub::CryptoConstraintsFailure, &[Code::PackageUnknownAlgorithm, Code::SealSubjectDigest]),
    (Sub::NoKeyFound, &[Code::SealKeyUnknown, Code::SealRingUnknown, Code::KeyringUntrusted]),
    (
        Sub::ChainConstraintsFailure,
        &[Code::KeyringMissing, Code::KeyringSuccession, Code::KeyringApprovals, Code::KeyringFork],
    ),
    (Sub::PolicyProcessingError, &[Code::ProfileInvalid]),
    (Sub::PolicyNotAvailable, &[Code::SealPolicyUnknown, Code::SealPolicyDraft]),
    (
        Sub::SignedDataNotFound,
        &[
            Code::PackagePayloadMissing,
            Code::PackageTagMissing,
            Code::SealSubjectAbsent,
            Code::SealFactsMissing,
        ],
    ),
    (
        Sub::HashFailure,
        &[
            Code::PackagePayloadMismatch,
            Code::PackageTagMismatch,
            Code::PackageCrcMismatch,
            Code::PackageDeterminedDiffers,
            Code::SealSubjectChanged,
            Code::SealPolicyChanged,
        ],
    ),
    (Sub::SigCryptoFailure, &[Code::SealSignatureInvalid, Code::KeyringApprovalRefused]),
    (Sub::TimestampOrderFailure, &[Code::SealOrder, Code::SealFuture, Code::SealRingLater]),
    (
        Sub::SigConstraintsFailure,
        &[Code::PackageFilingSealMissing, Code::PackageUnsealedFile, Code::ArchiveTwoPackages],
    ),
    (Sub::RevokedNoPoe, &[Code::SealKeyCompromised]),
    (Sub::NoPoe, &[Code::SealWithdrawnAfter]),
];

impl Finding {
    /// What it means in the words of the standard; `None` for a note, which means nothing there.
    #[must_use]
    pub fn sub_indication(&self) -> Option<Sub> {
        if self.bearing == Bearing::Note {
            return None;
        }
        if self.code == Code::SealKeyNotValid {
            let why = self.facts.iter().find(|(name, _)| *name == "why").map(|(_, v)| v.as_str());
            return Some(match why {
                Some("not-yet") => Sub::NotYetValid,
                Some("ended") => Sub::Expired,
                Some(_) | None => Sub::Revoked,
            });
        }
        let listed = OF_CODES.iter().find(|(_, codes)| codes.contains(&self.code));
        let usual = match self.code.id().split_once('.') {
            Some(("seal" | "keyring" | "archive", _)) => Sub::SigConstraintsFailure,
            Some(_) | None => Sub::FormatFailure,
        };
        Some(listed.map_or(usual, |(sub, _)| *sub))
    }
}

/// What is to be said of one signature or of a whole dossier, as known at some time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Judgement {
    /// The indication.
    pub verdict: Verdict,
    /// Why it is no pass; `None` for a pass, and where nothing was checked.
    pub sub: Option<Sub>,
    /// The code of the finding that decides.
    pub reason: Option<Code>,
}

impl Judgement {
    /// Nothing is wrong.
    pub const PASSED: Self = Self { verdict: Verdict::Passed, sub: None, reason: None };

    /// What findings about one thing come to: the worst decides, and of those the one that comes
    /// first in the order of the standard.
    #[must_use]
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let serious = findings.into_iter().filter_map(|f| Some((f, f.sub_indication()?)));
        let worst = serious.min_by_key(|(f, sub)| (std::cmp::Reverse(f.bearing), *sub));
        worst.map_or(Self::PASSED, |(f, sub)| Self {
            verdict: match f.bearing {
                Bearing::Fails => Verdict::Failed,
                Bearing::Unsettled => Verdict::Indeterminate,
                Bearing::Note => Verdict::Passed,
            },
            sub: Some(sub),
            reason: Some(f.code),
        })
    }

    /// What a report comes to.
    #[must_use]
    pub fn of_report(report: &Report) -> Self {
        Self { verdict: report.verdict(), ..Self::of(report.findings()) }
    }

    /// The worse of two.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let rank = |j: &Self| (std::cmp::Reverse(j.verdict), j.sub);
        if rank(&other) < rank(&self) { other } else { self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::Place;

    fn found(code: Code) -> Finding {
        Finding::new(code, Place::default())
    }

    #[test]
    fn what_comes_first_in_the_standard_decides_among_equals() {
        let findings = [
            found(Code::SealSeatEmpty),
            found(Code::SealKeyCompromised),
            found(Code::SealSignatureInvalid),
            found(Code::SealDissent),
        ];
        let judged = Judgement::of(&findings);
        assert_eq!(judged.verdict, Verdict::Failed);
        assert_eq!(judged.sub.map(Sub::word), Some("SIG_CRYPTO_FAILURE"));
        assert_eq!(judged.reason, Some(Code::SealSignatureInvalid));
        assert_eq!(Judgement::of(&findings[3..]), Judgement::PASSED);
        let unsure = Judgement::of(&findings[1..2]);
        assert_eq!((unsure.verdict, unsure.sub), (Verdict::Indeterminate, Some(Sub::RevokedNoPoe)));
        assert_eq!(unsure.or(judged), judged);
        assert_eq!(judged.or(unsure), judged);
        assert_eq!(Judgement::PASSED.or(unsure), unsure);
    }

    #[test]
    fn a_key_that_did_not_hold_says_why() {
        let why = |why| found(Code::SealKeyNotValid).with("why", why).sub_indication().unwrap();
        assert_eq!(why("not-yet"), Sub::NotYetValid);
        assert_eq!(why("ended"), Sub::Expired);
        assert_eq!(why("retired"), Sub::Revoked);
        assert_eq!(why("never-valid"), Sub::Revoked);
    }

    #[test]
    fn every_code_that_bears_a_verdict_has_one_sub_indication() {
        for code in Code::ALL {
            let sub = found(*code).sub_indication();
            assert_eq!(sub.is_none(), code.bearing() == Bearing::Note, "{}", code.id());
            let lists = OF_CODES.iter().filter(|(_, codes)| codes.contains(code)).count();
            assert!(lists <= 1, "{} stands in {lists} lists", code.id());
        }
        let mut words: Vec<&str> = Sub::ALL.iter().map(|s| s.word()).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Sub::ALL.len());
    }
}
