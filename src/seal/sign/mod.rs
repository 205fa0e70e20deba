//! Signing: what a statement will say is worked out and judged before anybody signs, by the same
//! rules by which it will be verified (`formats.md` §2–§4). A plan that verification would refuse
//! is refused here, with the same findings.
//!
//! [`Desk`] plans; [`Plan::sign`] signs; [`store::write`] puts the files into the case. Nothing
//! here asks, prints or knows the time.

mod acts;
mod after;
mod desk;
mod elsewhere;
mod receive;
mod since;
pub mod state;
pub mod store;

use crate::base::digest::Digest;
use crate::verdict::Finding;

use super::names;
use super::{Carriers, Error, KeyId, Person, SecretKey, Statement};

pub use acts::{Absence, Planned, Wish};
pub use after::Late;
pub use desk::Desk;
pub use elsewhere::{Asked, Taken, travels};
pub use receive::receive;
pub use since::{Last, Since};
pub use state::{Next, State};

/// Why an act is refused: what verification would find.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// What would be wrong.
    pub findings: Vec<Finding>,
}

/// A file that a plan covers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Covered {
    /// Its package name.
    pub name: String,
    /// Its octets.
    pub size: u64,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
    /// How it stands to the signer's last opinion in the seat; `None` where there is none.
    pub since: Option<Since>,
}

/// A statement that may be signed, to be shown before it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    /// What will be signed.
    pub statement: Statement,
    /// The name of its files without their endings.
    pub stem: String,
    /// The files it covers, by name.
    pub covers: Vec<Covered>,
    /// Who signs.
    pub person: Person,
    /// With which key.
    pub key: KeyId,
    /// For a review: the signer's last opinion in the seat.
    pub last: Option<Last>,
}

/// A signed statement with its carriers, not stored yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Done {
    /// The name of its files without their endings.
    pub stem: String,
    /// The statement.
    pub statement: Statement,
    /// Its signatures.
    pub carriers: Carriers,
}

impl Plan {
    /// Signs the statement.
    ///
    /// # Errors
    /// [`Error::OtherKey`] for a key that is not the planned one.
    pub fn sign(self, key: &SecretKey) -> Result<Done, Error> {
        if key.id() != self.key {
            return Err(Error::OtherKey { wanted: self.key });
        }
        let carriers = Carriers::sign(&self.statement, key);
        Ok(Done { stem: self.stem, statement: self.statement, carriers })
    }
}

impl Done {
    /// Names and bytes of its three files.
    #[must_use]
    pub fn files(&self) -> [(String, Vec<u8>); 3] {
        let [statement, envelope, side_car] = names::files(&self.stem);
        [
            (statement, self.statement.write()),
            (envelope, self.carriers.envelope.clone()),
            (side_car, self.carriers.side_car.clone()),
        ]
    }
}
