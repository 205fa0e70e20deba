//! Every code that a finding can bear, `room.problem`. Never renumbered, never reused. The
//! sentences stand in `texts/<language>/<room>.ftl` under `code-<room>-<problem>`.

use super::Bearing;

macro_rules! codes {
    ($($name:ident $id:literal $bearing:ident $clause:literal;)*) => {
        /// What kind of thing a check found.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code {
            $(#[doc = concat!("`", $id, "`, ", $clause)] $name,)*
        }

        impl Code {
            /// All codes, in the order in which the rooms stand.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The printed form, `room.problem`; it never changes.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// What it usually means for the verdict.
            #[must_use]
            pub fn bearing(self) -> Bearing {
                match self { $(Self::$name => Bearing::$bearing,)* }
            }

            /// The clause it rests on: a section of `formats.md`, a standard or a law; empty where
            /// the finding itself names the article.
            #[must_use]
            pub fn clause(self) -> &'static str {
                match self { $(Self::$name => $clause,)* }
            }
        }
    };
}

// One section per room; keep a room's codes together and append within the section.
codes! {
    // ── form ──────────────────────────────────────────────────────────────────────────────
    FormSyntax "form.syntax" Fails "TOML 1.0";
    FormUnknownField "form.unknown-field" Fails "";
    FormFieldMissing "form.field-missing" Fails "";
    FormFieldInvalid "form.field-invalid" Fails "";
    FormFieldRange "form.field-range" Fails "";
    FormFieldLong "form.field-long" Fails "";
    FormFieldMisplaced "form.field-misplaced" Fails "TOML 1.0";
    FormFieldContradicts "form.field-contradicts" Fails "";
    FormCharacter "form.character" Fails "";
    FormRows "form.rows" Fails "";
    FormCreditCode "form.credit-code" Note "GB 32100-2015";

    // ── profile ───────────────────────────────────────────────────────────────────────────
    ProfileInvalid "profile.invalid" Fails "";

    // ── case ──────────────────────────────────────────────────────────────────────────────
    CaseFactInvalid "case.fact-invalid" Fails "";
    CaseCreditCode "case.credit-code" Note "GB 32100-2015";
    CaseDivisionDoubtful "case.division-doubtful" Note "GB/T 2260";
    CaseIndustryDoubtful "case.industry-doubtful" Note "GB/T 4754-2017";
    CaseOutsideValidity "case.outside-validity" Note "";
    CaseSlotEmpty "case.slot-empty" Fails "";
    CaseTypedMissing "case.typed-missing" Fails "formats.md §2";
    CaseTypedUnreadable "case.typed-unreadable" Fails "formats.md §2";
    CaseOriginalMissing "case.original-missing" Fails "formats.md §2";
    CaseDrawingMissing "case.drawing-missing" Fails "formats.md §2";
    CaseUnknownFile "case.unknown-file" Fails "formats.md §2";
    CaseOverdue "case.overdue" Fails "";
    CaseDoneLate "case.done-late" Fails "";
    CaseDueRestDay "case.due-rest-day" Note "民法典 203";
    CaseDueConflict "case.due-conflict" Note "";
    CaseYearMissing "case.year-missing" Unsettled "";
    CaseBarred "case.barred" Fails "";
    CaseLowest "case.lowest-grade" Fails "";
    CaseRemoved "case.off-the-list" Fails "";
    CaseRecordWeighs "case.record-weighs" Note "";
    CaseExpertConflict "case.expert-conflict" Fails "";
    CaseExpertIndustry "case.expert-industry" Fails "";
    CaseGradeBelow "case.grade-below" Fails "";
    CaseGradeMixed "case.grade-mixed" Unsettled "";
    CaseGradeContradicts "case.grade-contradicts" Fails "";
    CaseGateClosed "case.gate-closed" Fails "";
    CaseNoCrowd "case.no-crowd" Fails "";
    CaseTraitUnstated "case.trait-unstated" Note "";
    CaseDayUnknown "case.day-unknown" Unsettled "";

    // ── assemble ──────────────────────────────────────────────────────────────────────────
    AssembleEmptyFile "assemble.empty-file" Fails "formats.md §2";
    AssemblePassword "assemble.password" Fails "";
    AssembleHeic "assemble.heic" Fails "";
    AssembleTooLarge "assemble.too-large" Note "";
    AssembleDamaged "assemble.damaged" Note "";
    AssemblePagesDisputed "assemble.pages-disputed" Note "";
    AssembleNoPages "assemble.no-pages" Note "";
    AssembleRepaired "assemble.repaired" Note "";
    AssembleDecrypted "assemble.decrypted" Note "";
    AssembleActive "assemble.active-content" Note "ISO 32000-1 §12.6";
    AssembleSigned "assemble.signed-pdf" Note "ISO 32000-1 §12.8";
    AssembleJavaScript "assemble.javascript" Note "ISO 32000-1 §12.6.4.16";
    AssembleActions "assemble.actions" Note "ISO 32000-1 §12.6.4";
    AssembleOutside "assemble.external-reference" Note "ISO 32000-1 §7.11";
    AssembleEmbedded "assemble.embedded-files" Note "ISO 32000-1 §7.11.4";
    AssembleRevised "assemble.revised-after-signing" Note "ISO 32000-1 §12.8";
    AssembleFont "assemble.font-not-embedded" Note "ISO 32000-1 §9.9";
    AssembleLook "assemble.look-missing" Note "ISO 32000-1 §12.5.5";
    AssembleBlank "assemble.blank-pages" Note "";
    AssembleCoarse "assemble.coarse-scan" Note "";
    AssembleTurned "assemble.turned-scan" Note "";
    AssembleCutOff "assemble.cut-off" Note "";
    AssembleMoving "assemble.moving-picture" Note "";
    AssembleMacros "assemble.macros" Note "MS-OVBA";
    AssembleOutsideParts "assemble.external-parts" Note "ECMA-376 part 2 §6.5";
    AssembleArchive "assemble.archive-inside" Note "";
    AssembleName "assemble.name-changed" Note "formats.md §1";
    AssembleTwice "assemble.handed-in-twice" Note "";
    AssembleDefeated "assemble.reader-defeated" Note "";
    AssembleRefused "assemble.entry-refused" Fails "";
    AssembleNoSlot "assemble.no-slot" Fails "formats.md §2";
    AssembleSlotClosed "assemble.slot-closed" Fails "formats.md §3";
    AssembleOtherFace "assemble.other-face" Note "formats.md §2";
    AssembleNotArchival "assemble.not-archival" Note "ISO 19005-2";
    AssembleDrawn "assemble.drawn" Note "ISO 19005-2";
    AssembleNotDrawn "assemble.not-drawn" Note "ISO 19005-2";
    AssembleArchiveNumber "assemble.archive-number" Note "DA/T 13-2022";
    AssembleSignedChanged "assemble.signed-changed" Fails "formats.md §2";
    AssembleSignedGone "assemble.signed-gone" Fails "formats.md §2";

    // ── seal ──────────────────────────────────────────────────────────────────────────────
    SealSubjectChanged "seal.subject-changed" Fails "formats.md §2";
    SealStatementSyntax "seal.statement-syntax" Fails "formats.md §3";
    SealStatementType "seal.statement-type" Fails "formats.md §3";
    SealStatementNotCanonical "seal.statement-not-canonical" Fails "formats.md §3";
    SealEnvelopeMismatch "seal.envelope-mismatch" Fails "formats.md §3, DSSE v1.0.2";
    SealSidecarMismatch "seal.sidecar-mismatch" Fails "formats.md §3, PROTOCOL.sshsig";
    SealSignatureInvalid "seal.signature-invalid" Fails "RFC 8032 §5.1.7";
    SealKeyUnknown "seal.key-unknown" Fails "formats.md §5";
    SealKeyHolder "seal.key-holder" Fails "formats.md §3";
    SealKeyUse "seal.key-use" Fails "formats.md §3";
    SealKeyNotValid "seal.key-not-valid" Fails "formats.md §5";
    SealKeyCompromised "seal.key-compromised" Unsettled "formats.md §4";
    KeyringSyntax "keyring.syntax" Fails "formats.md §5";
    KeyringNotCanonical "keyring.not-canonical" Fails "formats.md §5";
    KeyringMissing "keyring.missing" Fails "formats.md §5";
    KeyringSuccession "keyring.succession" Fails "formats.md §5";
    KeyringApprovals "keyring.approvals" Fails "formats.md §5";
    KeyringApprovalRefused "keyring.approval-refused" Fails "formats.md §5";
    KeyringUnknownFile "keyring.unknown-file" Fails "formats.md §5";
    KeyringFork "keyring.fork" Fails "formats.md §5";
    KeyringUntrusted "keyring.untrusted" Unsettled "formats.md §5";

    // ── seal: dossiers ────────────────────────────────────────────────────────────────────
    SealTooLarge "seal.too-large" Fails "formats.md §3";
    SealUnknownFile "seal.unknown-file" Fails "formats.md §2";
    SealCarrierMissing "seal.carrier-missing" Fails "formats.md §3";
    SealCarrierAlone "seal.statement-missing" Fails "formats.md §3";
    SealNameDiffers "seal.name-differs" Fails "formats.md §3";
    SealOtherCase "seal.other-case" Fails "formats.md §3";
    SealFuture "seal.future" Fails "formats.md §4";
    SealOrder "seal.order" Fails "formats.md §4";
    SealNoMandate "seal.key-no-mandate" Fails "formats.md §5";
    SealWrongSeat "seal.wrong-seat" Fails "formats.md §3";
    SealRingUnknown "seal.ring-unknown" Fails "formats.md §5";
    SealRingLater "seal.ring-later" Fails "formats.md §5";
    SealRingFell "seal.ring-fell" Fails "formats.md §5";
    SealFactsMissing "seal.facts-missing" Fails "formats.md §6";
    SealFactsUnreadable "seal.facts-unreadable" Fails "formats.md §6";
    SealFactsDiffer "seal.facts-differ" Fails "formats.md §3";
    SealPolicyChanged "seal.policy-changed" Fails "formats.md §3";
    SealPolicyUnknown "seal.policy-unknown" Unsettled "formats.md §4";
    SealPolicyDraft "seal.policy-draft" Unsettled "formats.md §4";
    SealPolicyDate "seal.policy-date" Fails "formats.md §4";
    SealPolicyScope "seal.policy-scope" Fails "formats.md §4";
    SealNoOpening "seal.no-opening" Fails "formats.md §3";
    SealChainGap "seal.chain-gap" Fails "formats.md §3";
    SealChainBroken "seal.chain-broken" Fails "formats.md §3";
    SealFork "seal.fork" Fails "formats.md §6";
    SealSuppressed "seal.statement-suppressed" Fails "formats.md §6";
    ArchiveTwoPackages "archive.two-packages" Fails "formats.md §6";
    SealStageOrder "seal.stage-order" Fails "formats.md §3";
    SealStageUnsealed "seal.stage-unsealed" Fails "formats.md §3";
    SealReturnForward "seal.return-forward" Fails "formats.md §3";
    SealAfterFiling "seal.after-filing" Fails "formats.md §3";
    SealSeriesGap "seal.gap" Fails "formats.md §3";
    SealSupersedes "seal.supersedes" Fails "formats.md §3";
    SealShownUnknown "seal.shown-unknown" Fails "formats.md §3";
    SealSeatEmpty "seal.seat-empty" Fails "formats.md §3";
    SealSeatCrowded "seal.seat-crowded" Fails "formats.md §3";
    SealConflict "seal.conflict" Fails "formats.md §4";
    SealRelated "seal.related" Fails "formats.md §4";
    SealRosterMissing "seal.roster-missing" Fails "formats.md §4";
    SealRosterTwice "seal.roster-twice" Fails "formats.md §4";
    SealRosterOther "seal.roster-other" Fails "formats.md §4";
    SealRosterIncomplete "seal.roster-incomplete" Fails "formats.md §4";
    SealRosterStranger "seal.roster-stranger" Fails "formats.md §4";
    SealNotOnRoster "seal.not-on-roster" Fails "formats.md §4";
    SealAbsentOpinion "seal.absent-opinion" Fails "formats.md §4";
    SealMemberUnheard "seal.member-unheard" Fails "formats.md §4";
    SealTooFewAgree "seal.too-few-agree" Fails "formats.md §4";
    SealSameOrganisation "seal.same-organisation" Fails "formats.md §4";
    SealNoQuorum "seal.no-quorum" Fails "formats.md §4";
    SealOpinionDiffers "seal.opinion-differs" Fails "formats.md §2";
    SealOpinionUnsigned "seal.opinion-unsigned" Fails "formats.md §2";
    SealRowUnknown "seal.row-unknown" Fails "formats.md §3";
    SealRowUnsigned "seal.row-unsigned" Fails "formats.md §4";
    SealSubjectMissing "seal.subject-missing" Fails "formats.md §3";
    SealSubjectExtra "seal.subject-extra" Fails "formats.md §3";
    SealSubjectAbsent "seal.subject-absent" Fails "formats.md §3";
    SealSubjectDigest "seal.subject-digest" Fails "formats.md §3";
    SealSubjectGone "seal.subject-gone" Note "formats.md §3";
    SealSlotEmpty "seal.slot-empty" Fails "formats.md §3";
    SealEvidenceDiffers "seal.evidence-differs" Fails "formats.md §1";
    SealUncoveredFile "seal.uncovered-file" Fails "formats.md §3";
    SealNoSubjects "seal.no-subjects" Fails "formats.md §3";
    SealNotBuilt "seal.not-built" Fails "formats.md §2";
    SealNotThisStage "seal.not-this-stage" Fails "formats.md §3";
    SealNotPlural "seal.not-plural" Fails "formats.md §4";
    SealResponseStale "seal.response-stale" Fails "formats.md §3";
    SealResponseTwice "seal.response-twice" Fails "formats.md §3";
    SealNothingToWithdraw "seal.nothing-to-withdraw" Fails "formats.md §3";
    SealTimeClaimed "seal.time-claimed" Note "formats.md §4";
    SealDissent "seal.dissent" Note "formats.md §4";
    SealNotAdopted "seal.not-adopted" Note "formats.md §4";
    SealNothingToCompare "seal.nothing-to-compare" Unsettled "formats.md §6";
    SealSignedAfter "seal.signed-after-filing" Note "formats.md §6";
    SealWithdrawnAfter "seal.withdrawn-after-filing" Unsettled "formats.md §6";
    SealAfterRefused "seal.after-refused" Note "formats.md §6";

    // ── package ───────────────────────────────────────────────────────────────────────────

    // ── draw ──────────────────────────────────────────────────────────────────────────────
    DrawSyntax "draw.syntax" Fails "formats.md §8";
    DrawUnsigned "draw.unsigned" Fails "formats.md §8";
    DrawValueNotLater "draw.value-not-later" Fails "formats.md §8";
    DrawTooEarly "draw.too-early" Fails "formats.md §8";
    DrawValueSpelling "draw.value-spelling" Unsettled "formats.md §8";
    DrawOtherList "draw.other-list" Fails "formats.md §8";
    DrawSeedDiffers "draw.seed-differs" Fails "formats.md §8";
    DrawSelectionDiffers "draw.selection-differs" Fails "formats.md §8";
    DrawBelowRate "draw.below-rate" Fails "";
    DrawRehearsal "draw.rehearsal" Unsettled "formats.md §8";
    DrawTimeClaimed "draw.time-claimed" Note "formats.md §8";

    // ── package ───────────────────────────────────────────────────────────────────────────
    PackageNotAZip "package.not-a-zip" Fails "formats.md §6";
    PackageTruncated "package.truncated" Fails "formats.md §6";
    PackageNotCanonical "package.not-canonical" Fails "formats.md §6";
    PackageTooLarge "package.too-large" Fails "formats.md §6";
    PackageNameRefused "package.name-refused" Fails "formats.md §1";
    PackageNameClash "package.name-clash" Fails "formats.md §1";
    PackageSpecialFile "package.special-file" Fails "formats.md §6";
    PackageCrcMismatch "package.crc-mismatch" Fails "APPNOTE 4.4.7";
    PackageFolderName "package.folder-name" Fails "formats.md §6";
    PackageBagDeclaration "package.bag-declaration" Fails "RFC 8493 §2.1.1";
    PackageUnknownAlgorithm "package.unknown-algorithm" Fails "RFC 8493 §2.4";
    PackageManifestMalformed "package.manifest-malformed" Fails "RFC 8493 §2.1.3";
    PackagePayloadMismatch "package.payload-mismatch" Fails "RFC 8493 §2.1.3";
    PackagePayloadMissing "package.payload-missing" Fails "RFC 8493 §3";
    PackageUnlistedFile "package.unlisted-file" Fails "RFC 8493 §3";
    PackageTagMismatch "package.tag-mismatch" Fails "RFC 8493 §2.2.1";
    PackageTagMissing "package.tag-missing" Fails "formats.md §6";
    PackageUnknownTagFile "package.unknown-tag-file" Fails "formats.md §6";
    PackageDeterminedDiffers "package.determined-differs" Fails "formats.md §6";
    PackageFilingSealMissing "package.filing-seal-missing" Fails "formats.md §6";
    PackageNotAParcel "package.not-a-parcel" Fails "formats.md §3";
    PackageUnsealedFile "package.unsealed-file" Fails "formats.md §6";
    PackageOtherUnsound "package.other-unsound" Unsettled "formats.md §6";
    PackagePlainBag "package.plain-bag" Note "RFC 8493";
    PackageBagWarning "package.bag-warning" Note "RFC 8493";

    // ── audit ─────────────────────────────────────────────────────────────────────────────
    AuditChanged "audit.changed" Fails "formats.md §6";
    AuditSwapped "audit.swapped" Fails "formats.md §6";
    AuditMissing "audit.missing" Fails "DA/T 70-2018";
    AuditStranger "audit.stranger" Fails "DA/T 70-2018";
    AuditBackDated "audit.back-dated" Fails "formats.md §4";
    AuditDuplicate "audit.duplicate" Fails "DA/T 70-2018";
    AuditMoved "audit.moved" Fails "DA/T 70-2018";
    AuditUnreadable "audit.unreadable" Unsettled "formats.md §7";
    AuditSpecialFile "audit.special-file" Unsettled "formats.md §6";
    AuditUndecided "audit.undecided" Unsettled "formats.md §4";
    AuditOtherFiles "audit.other-files" Note "DA/T 70-2018";
    AuditRegisterBroken "audit.register-broken" Fails "formats.md §3, PROTOCOL.sshsig";
    AuditRegisterCut "audit.register-cut" Fails "formats.md §3";
    AuditNotRegistered "audit.not-registered" Fails "formats.md §2";
    AuditLookbackUnsound "audit.lookback-unsound" Fails "";
    AuditLookbackUnread "audit.lookback-unread" Fails "formats.md §6";
    AuditLookbackDigest "audit.lookback-digest" Fails "";
    AuditLookbackUnregistered "audit.lookback-unregistered" Unsettled "";
    AuditLookbackNotDrawn "audit.lookback-not-drawn" Fails "formats.md §8";
    AuditLookbackOther "audit.lookback-other-dossier" Fails "";
    AuditLookbackEarlier "audit.lookback-earlier" Fails "formats.md §4";
    AuditLookbackRowMissing "audit.lookback-row-missing" Fails "";
    AuditLookbackRowExtra "audit.lookback-row-extra" Fails "";
    AuditLookbackRowChanged "audit.lookback-row-changed" Fails "";
    AuditLookbackRowOpen "audit.lookback-row-open" Unsettled "";
    AuditLookbackRowUnsigned "audit.lookback-row-unsigned" Note "formats.md §3";
    AuditLookbackSamePerson "audit.lookback-same-person" Fails "";
    AuditLookbackSameName "audit.lookback-same-name" Unsettled "";
    AuditLookbackDisputed "audit.lookback-disputed" Fails "";
    AuditLookbackUnmet "audit.lookback-unmet" Note "";
    AuditLookbackBelow "audit.lookback-grade-below" Fails "";
    AuditLookbackGradeOpen "audit.lookback-grade-open" Unsettled "";
    AuditLookbackProposal "audit.lookback-proposal" Note "";
}
