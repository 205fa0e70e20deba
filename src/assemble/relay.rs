//! Writes and hashes on a thread of its own, so that who makes the octets need not wait for either.

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use crate::base::digest::{Digest, Hasher};

/// Octets that are handed over at a time.
const BLOCK: usize = 1 << 20;
/// Blocks that may wait.
const WAITING: usize = 3;

/// An output whose octets are written and hashed by somebody else.
pub(crate) struct Relay<W> {
    block: Vec<u8>,
    /// `None` once the last block is handed over.
    full: Option<SyncSender<Vec<u8>>>,
    empty: Receiver<Vec<u8>>,
    hand: Option<JoinHandle<io::Result<(W, Digest)>>>,
}

impl<W: Write + Send + 'static> Relay<W> {
    /// Begins to write to an output.
    ///
    /// # Errors
    /// The system has no thread to give.
    pub(crate) fn begin(mut out: W) -> io::Result<Self> {
        let (full, todo) = sync_channel::<Vec<u8>>(WAITING);
        let (back, empty) = sync_channel(WAITING + 2);
        let hand = thread::Builder::new().spawn(move || {
            let mut hasher = Hasher::new(false);
            for mut block in todo {
                out.write_all(&block)?;
                hasher.update(&block);
                block.clear();
                // Nobody needs an empty block once the last one is written.
                let _ = back.try_send(block);
            }
            out.flush()?;
            Ok((out, hasher.finish().sha256))
        })?;
        Ok(Self { block: Vec::with_capacity(BLOCK), full: Some(full), empty, hand: Some(hand) })
    }

    /// Waits until everything is written; gives the output back, and the SHA-256 of what went in.
    ///
    /// # Errors
    /// The output refused.
    pub(crate) fn finish(mut self) -> io::Result<(W, Digest)> {
        if !self.block.is_empty() {
            // A hand that has put the pen down tells why below.
            let _ = self.hand_over();
        }
        self.join().unwrap_or_else(|| Err(io::ErrorKind::Other.into()))
    }

    fn hand_over(&mut self) -> io::Result<()> {
        let next = self.empty.try_recv().unwrap_or_else(|_| Vec::with_capacity(BLOCK));
        let block = std::mem::replace(&mut self.block, next);
        // The hand has put the pen down: `finish` tells why.
        let sent = self.full.as_ref().and_then(|full| full.send(block).ok());
        sent.ok_or_else(|| io::ErrorKind::BrokenPipe.into())
    }
}

impl<W> Relay<W> {
    /// Waits for the hand; `None` where it was waited for already, or failed.
    fn join(&mut self) -> Option<io::Result<(W, Digest)>> {
        self.full = None;
        self.hand.take()?.join().ok()
    }
}

impl<W> Drop for Relay<W> {
    fn drop(&mut self) {
        // What is given up is given up when this returns, its file with it.
        let _ = self.join();
    }
}

impl<W: Write + Send + 'static> Write for Relay<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = BLOCK.saturating_sub(self.block.len()).max(1);
        let taken = bytes.get(..room.min(bytes.len())).unwrap_or_default();
        self.block.extend_from_slice(taken);
        if self.block.len() >= BLOCK {
            self.hand_over()?;
        }
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out_whole_with_its_digest() {
        let octets: Vec<u8> = (0..3_500_000_u32).map(|n| n.to_le_bytes()[0]).collect();
        let mut relay = Relay::begin(Vec::new()).unwrap();
        for piece in octets.chunks(700_001) {
            relay.write_all(piece).unwrap();
        }
        let (out, digest) = relay.finish().unwrap();
        assert!(out == octets);
        assert_eq!(digest, Digest::sha256(&octets));
    }

    /// An output that refuses after its first block.
    struct Refuses(usize);

    impl Write for Refuses {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += 1;
            if self.0 > 1 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(bytes.len()) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn an_output_that_refuses_ends_the_work() {
        let mut relay = Relay::begin(Refuses(0)).unwrap();
        let written = relay.write_all(&vec![0; 20 << 20]);
        assert!(written.is_err());
        assert!(relay.finish().is_err());
    }
}
