//! SHA-256 (FIPS 180-4 §6.2) and SM3 (GB/T 32905 §5.3) of sixteen streams at once: one stream in each
//! 32-bit lane of a vector of 512 bits.
//!
//! One stream keeps a processor waiting for its own last step; streams beside each other do not. Only
//! whole blocks are taken here, and only the states are changed; beginning and end of a stream are
//! those of the crates `sha2` and `sm3`, and so is everything on processors without such vectors.

/// Streams that are hashed at once.
pub(super) const LANES: usize = 16;

/// Octets that both digests take in one step.
const STEP: usize = super::STEP;

/// The eight words of the state of each stream.
pub(super) type States = [[u32; 8]; LANES];

/// Blocks of each stream, equally many.
pub(super) type Blocks<'a> = [&'a [[u8; STEP]]; LANES];

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
pub(super) use vectors::Wide;

/// Proof that this processor has the vectors; here none has.
#[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
#[derive(Clone, Copy)]
pub(super) enum Wide {}

#[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
impl Wide {
    /// Never.
    pub(super) fn find() -> Option<Self> {
        None
    }

    /// Never called.
    pub(super) fn sha256(self, _: &mut States, _: &Blocks<'_>) {
        match self {}
    }

    /// Never called.
    pub(super) fn sm3(self, _: &mut States, _: &Blocks<'_>) {
        match self {}
    }
}

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
mod vectors {
    #[cfg(target_arch = "x86")]
    use core::arch::x86::*;
    #[cfg(target_arch = "x86_64")]
    use core::arch::x86_64::*;

    use fearless_simd::prelude::*;
    use fearless_simd::{Avx512, Level, kernel, u8x64, u32x16};

    use super::{Blocks, LANES, States};

    /// Proof that this processor has the vectors (AVX-512 as since Ice Lake and Zen 4).
    #[derive(Clone, Copy)]
    pub(in super::super) struct Wide(Avx512);

    impl Wide {
        /// `None` on a processor without them.
        pub(in super::super) fn find() -> Option<Self> {
            Level::new().as_avx512().map(Self)
        }

        /// Takes the next blocks of each stream into its state of SHA-256.
        pub(in super::super) fn sha256(self, states: &mut States, blocks: &Blocks<'_>) {
            let mut words = by_words(states);
            sha256(self.0, &mut words, blocks);
            *states = by_streams(&words);
        }

        /// Takes the next blocks of each stream into its state of SM3.
        pub(in super::super) fn sm3(self, states: &mut States, blocks: &Blocks<'_>) {
            let mut words = by_words(states);
            sm3(self.0, &mut words, blocks);
            *states = by_streams(&words);
        }
    }

    /// The states with the same word of all streams together.
    type Words = [[u32; LANES]; 8];

    fn by_words(states: &States) -> Words {
        let mut words = Words::default();
        for (lane, state) in states.iter().enumerate() {
            for (word, value) in words.iter_mut().zip(state) {
                word.iter_mut().skip(lane).take(1).for_each(|place| *place = *value);
            }
        }
        words
    }

    fn by_streams(words: &Words) -> States {
        let mut states = States::default();
        for (place, word) in words.iter().enumerate() {
            for (state, value) in states.iter_mut().zip(word) {
                state.iter_mut().skip(place).take(1).for_each(|place| *place = *value);
            }
        }
        states
    }

    /// Constants of the rounds of SHA-256 (FIPS 180-4 §4.2.2), sixteen in a row.
    const K: [[u32; 16]; 4] = [
        [
            0x428a_2f98,
            0x7137_4491,
            0xb5c0_fbcf,
            0xe9b5_dba5,
            0x3956_c25b,
            0x59f1_11f1,
            0x923f_82a4,
            0xab1c_5ed5,
            0xd807_aa98,
            0x1283_5b01,
            0x2431_85be,
            0x550c_7dc3,
            0x72be_5d74,
            0x80de_b1fe,
            0x9bdc_06a7,
            0xc19b_f174,
        ],
        [
            0xe49b_69c1,
            0xefbe_4786,
            0x0fc1_9dc6,
            0x240c_a1cc,
            0x2de9_2c6f,
            0x4a74_84aa,
            0x5cb0_a9dc,
            0x76f9_88da,
            0x983e_5152,
            0xa831_c66d,
            0xb003_27c8,
            0xbf59_7fc7,
            0xc6e0_0bf3,
            0xd5a7_9147,
            0x06ca_6351,
            0x1429_2967,
        ],
        [
            0x27b7_0a85,
            0x2e1b_2138,
            0x4d2c_6dfc,
            0x5338_0d13,
            0x650a_7354,
            0x766a_0abb,
            0x81c2_c92e,
            0x9272_2c85,
            0xa2bf_e8a1,
            0xa81a_664b,
            0xc24b_8b70,
            0xc76c_51a3,
            0xd192_e819,
            0xd699_0624,
            0xf40e_3585,
            0x106a_a070,
        ],
        [
            0x19a4_c116,
            0x1e37_6c08,
            0x2748_774c,
            0x34b0_bcb5,
            0x391c_0cb3,
            0x4ed8_aa4a,
            0x5b9c_ca4f,
            0x682e_6ff3,
            0x748f_82ee,
            0x78a5_636f,
            0x84c8_7814,
            0x8cc7_0208,
            0x90be_fffa,
            0xa450_6ceb,
            0xbef9_a3f7,
            0xc671_78f2,
        ],
    ];

    /// Constants of the rounds of SM3 (GB/T 32905 §4.2), turned left by one more bit in each round.
    const T: [u32; 2] = [0x79cc_4519, 0x7a87_9d8a];

    /// Truth tables of a function of three bits.
    const PARITY: i32 = 0x96;
    const MAJORITY: i32 = 0xE8;
    const CHOICE: i32 = 0xCA;

    /// A word as a lane holds it.
    const fn signed(word: u32) -> i32 {
        i32::from_ne_bytes(word.to_ne_bytes())
    }

    kernel!(
        /// One block of each stream, read as big-endian words: the same word of all streams together.
        #[inline]
        fn load(token: Avx512, blocks: [&[u8; 64]; 16]) -> [__m512i; 16] {
            let turned = _mm512_set4_epi32(0x0C0D_0E0F, 0x0809_0A0B, 0x0405_0607, 0x0001_0203);
            // No closures: what a closure does is not made for these vectors.
            let mut rows = [_mm512_setzero_si512(); 16];
            for (row, block) in rows.iter_mut().zip(blocks) {
                *row = _mm512_shuffle_epi8(u8x64::from_slice(token, block).into(), turned);
            }
            // Four rows to columns of four words, in each quarter of a vector.
            let (fours, _) = rows.as_chunks::<4>();
            let mut columns = [[_mm512_setzero_si512(); 4]; 4];
            for (column, [a, b, c, d]) in columns.iter_mut().zip(fours) {
                let (ab, cd) = (_mm512_unpacklo_epi32(*a, *b), _mm512_unpacklo_epi32(*c, *d));
                let (high_ab, high_cd) =
                    (_mm512_unpackhi_epi32(*a, *b), _mm512_unpackhi_epi32(*c, *d));
                *column = [
                    _mm512_unpacklo_epi64(ab, cd),
                    _mm512_unpackhi_epi64(ab, cd),
                    _mm512_unpacklo_epi64(high_ab, high_cd),
                    _mm512_unpackhi_epi64(high_ab, high_cd),
                ];
            }
            // Then quarters to their places: word k of all sixteen rows lies in quarter k / 4.
            let [first, second, third, fourth] = columns;
            let mut words = [[_mm512_setzero_si512(); 4]; 4];
            let [w0, w1, w2, w3] = &mut words;
            let places = w0.iter_mut().zip(w1).zip(w2.iter_mut().zip(w3));
            let quarters = first.into_iter().zip(second).zip(third.into_iter().zip(fourth));
            for (((w0, w1), (w2, w3)), ((a, b), (c, d))) in places.zip(quarters) {
                let (ab, cd) =
                    (_mm512_shuffle_i32x4::<0x44>(a, b), _mm512_shuffle_i32x4::<0x44>(c, d));
                let (high_ab, high_cd) =
                    (_mm512_shuffle_i32x4::<0xEE>(a, b), _mm512_shuffle_i32x4::<0xEE>(c, d));
                *w0 = _mm512_shuffle_i32x4::<0x88>(ab, cd);
                *w1 = _mm512_shuffle_i32x4::<0xDD>(ab, cd);
                *w2 = _mm512_shuffle_i32x4::<0x88>(high_ab, high_cd);
                *w3 = _mm512_shuffle_i32x4::<0xDD>(high_ab, high_cd);
            }
            let [[a, b, c, d], [e, f, g, h], [i, j, k, l], [m, n, o, p]] = words;
            [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]
        }
    );

    kernel!(
        /// The words of all states as vectors.
        #[inline]
        fn begin(token: Avx512, words: &[[u32; 16]; 8]) -> [__m512i; 8] {
            let mut state = [_mm512_setzero_si512(); 8];
            for (vector, word) in state.iter_mut().zip(words) {
                *vector = u32x16::from_slice(token, word).into();
            }
            state
        }
    );

    kernel!(
        /// The vectors as words of all states.
        #[inline]
        fn end(token: Avx512, state: [__m512i; 8], words: &mut [[u32; 16]; 8]) {
            for (word, vector) in words.iter_mut().zip(state) {
                let vector: u32x16<Avx512> = vector.simd_into(token);
                vector.store_slice(word);
            }
        }
    );

    kernel!(
        fn sha256(token: Avx512, states: &mut [[u32; 16]; 8], streams: &Blocks<'_>) {
            let mut state = begin(token, states);
            let count = streams.iter().map(|stream| stream.len()).min().unwrap_or_default();
            for at in 0..count {
                let Some(blocks) = blocks(streams, at) else { return };
                let mut w = load(token, blocks);
                let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = state;
                for (turn, k) in K.iter().enumerate() {
                    // One round (§6.2.2 step 3), after the first sixteen with its word of the message
                    // schedule (step 1). All indices are constants.
                    macro_rules! rounds {
                        ($($i:literal)*) => { $({
                            if turn > 0 {
                                let (x, y) = (w[($i + 1) % 16], w[($i + 14) % 16]);
                                let low = _mm512_ternarylogic_epi32::<PARITY>(
                                    _mm512_ror_epi32::<7>(x),
                                    _mm512_ror_epi32::<18>(x),
                                    _mm512_srli_epi32::<3>(x),
                                );
                                let high = _mm512_ternarylogic_epi32::<PARITY>(
                                    _mm512_ror_epi32::<17>(y),
                                    _mm512_ror_epi32::<19>(y),
                                    _mm512_srli_epi32::<10>(y),
                                );
                                w[$i] = _mm512_add_epi32(
                                    _mm512_add_epi32(w[$i], low),
                                    _mm512_add_epi32(w[($i + 9) % 16], high),
                                );
                            }
                            let kw = _mm512_add_epi32(w[$i], _mm512_set1_epi32(signed(k[$i])));
                            let high = _mm512_ternarylogic_epi32::<PARITY>(
                                _mm512_ror_epi32::<6>(e),
                                _mm512_ror_epi32::<11>(e),
                                _mm512_ror_epi32::<25>(e),
                            );
                            let choice = _mm512_ternarylogic_epi32::<CHOICE>(e, f, g);
                            let one = _mm512_add_epi32(
                                _mm512_add_epi32(_mm512_add_epi32(h, kw), choice),
                                high,
                            );
                            let low = _mm512_ternarylogic_epi32::<PARITY>(
                                _mm512_ror_epi32::<2>(a),
                                _mm512_ror_epi32::<13>(a),
                                _mm512_ror_epi32::<22>(a),
                            );
                            let two = _mm512_add_epi32(
                                low,
                                _mm512_ternarylogic_epi32::<MAJORITY>(a, b, c),
                            );
                            [a, b, c, d, e, f, g, h] = [
                                _mm512_add_epi32(one, two), a, b, c,
                                _mm512_add_epi32(d, one), e, f, g,
                            ];
                        })* };
                    }
                    rounds!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
                }
                for (old, new) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
                    *old = _mm512_add_epi32(*old, new);
                }
            }
            end(token, state, states);
        }
    );

    kernel!(
        fn sm3(token: Avx512, states: &mut [[u32; 16]; 8], streams: &Blocks<'_>) {
            let mut state = begin(token, states);
            let count = streams.iter().map(|stream| stream.len()).min().unwrap_or_default();
            for at in 0..count {
                let Some(blocks) = blocks(streams, at) else { return };
                let mut w = load(token, blocks);
                let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = state;
                for turn in 0..4u32 {
                    // One round (§5.3.3); it looks four words ahead, and from the thirteenth round on
                    // the word there is expanded first (§5.3.2). All indices are constants.
                    macro_rules! rounds {
                        ($($i:literal)*) => { $({
                            let [first, later] = T;
                            let (t, ff, gg) = if turn == 0 {
                                (
                                    first.rotate_left($i),
                                    _mm512_ternarylogic_epi32::<PARITY>(a, b, c),
                                    _mm512_ternarylogic_epi32::<PARITY>(e, f, g),
                                )
                            } else {
                                (
                                    later.rotate_left((turn * 16 + $i) % 32),
                                    _mm512_ternarylogic_epi32::<MAJORITY>(a, b, c),
                                    _mm512_ternarylogic_epi32::<CHOICE>(e, f, g),
                                )
                            };
                            let now = w[$i];
                            if turn > 0 || $i >= 12 {
                                let x = _mm512_ternarylogic_epi32::<PARITY>(
                                    w[($i + 4) % 16],
                                    w[($i + 11) % 16],
                                    _mm512_rol_epi32::<15>(w[($i + 1) % 16]),
                                );
                                let permuted = _mm512_ternarylogic_epi32::<PARITY>(
                                    x,
                                    _mm512_rol_epi32::<15>(x),
                                    _mm512_rol_epi32::<23>(x),
                                );
                                w[($i + 4) % 16] = _mm512_ternarylogic_epi32::<PARITY>(
                                    permuted,
                                    _mm512_rol_epi32::<7>(w[($i + 7) % 16]),
                                    w[($i + 14) % 16],
                                );
                            }
                            let turned = _mm512_rol_epi32::<12>(a);
                            let sum = _mm512_add_epi32(e, _mm512_set1_epi32(signed(t)));
                            let one = _mm512_rol_epi32::<7>(_mm512_add_epi32(turned, sum));
                            let two = _mm512_xor_si512(one, turned);
                            let ahead = _mm512_xor_si512(now, w[($i + 4) % 16]);
                            let x = _mm512_add_epi32(
                                _mm512_add_epi32(ff, d),
                                _mm512_add_epi32(two, ahead),
                            );
                            let y = _mm512_add_epi32(
                                _mm512_add_epi32(gg, h),
                                _mm512_add_epi32(one, now),
                            );
                            let permuted = _mm512_ternarylogic_epi32::<PARITY>(
                                y,
                                _mm512_rol_epi32::<9>(y),
                                _mm512_rol_epi32::<17>(y),
                            );
                            [a, b, c, d, e, f, g, h] = [
                                x, a, _mm512_rol_epi32::<9>(b), c,
                                permuted, e, _mm512_rol_epi32::<19>(f), g,
                            ];
                        })* };
                    }
                    rounds!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
                }
                for (old, new) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
                    *old = _mm512_xor_si512(*old, new);
                }
            }
            end(token, state, states);
        }
    );

    /// The block of each stream at a place.
    #[inline(always)]
    fn blocks<'a>(streams: &Blocks<'a>, at: usize) -> Option<[&'a [u8; 64]; 16]> {
        let mut blocks = [&[0; 64]; 16];
        for (block, stream) in blocks.iter_mut().zip(streams) {
            *block = stream.get(at)?;
        }
        Some(blocks)
    }
}
