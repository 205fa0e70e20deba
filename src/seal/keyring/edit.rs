//! Making the next version of the ring. What a [`Draft`] gives passes the reader and follows the
//! version before it; it still needs approvals.

use crate::base::time::Moment;

use super::super::Error;
use super::super::{KeyId, Person};
use super::ring::{Holder, Mandate, Policy, Ring, RingKey, Roots, Status};
use super::succession::breaches;

/// A version being made.
#[derive(Clone, Debug)]
pub struct Draft {
    before: Option<Ring>,
    ring: Ring,
}

impl Draft {
    /// The first version.
    #[must_use]
    pub fn first(issued: Moment, threshold: u64) -> Self {
        let ring = Ring {
            version: 1,
            prev: None,
            issued,
            roots: Roots { threshold, keys: Vec::new() },
            people: Vec::new(),
            keys: Vec::new(),
            mandates: Vec::new(),
            policies: Vec::new(),
        };
        Self { before: None, ring }
    }

    /// The version after `before`.
    #[must_use]
    pub fn after(before: &Ring, issued: Moment) -> Self {
        let ring = Ring {
            version: before.version.saturating_add(1),
            prev: Some(before.digest()),
            issued,
            ..before.clone()
        };
        Self { before: Some(before.clone()), ring }
    }

    /// The same version once more: what nobody approved yet may still change.
    #[must_use]
    pub fn again(before: Option<&Ring>, draft: &Ring, issued: Moment) -> Self {
        Self { before: before.cloned(), ring: Ring { issued, ..draft.clone() } }
    }

    /// The version as it is so far.
    #[must_use]
    pub fn ring(&self) -> &Ring {
        &self.ring
    }

    /// Adds a person.
    ///
    /// # Errors
    /// [`Error::RingHas`].
    pub fn enrol(&mut self, holder: Holder) -> Result<(), Error> {
        if self.ring.holder(&holder.id).is_some() {
            return Err(Error::RingHas { id: holder.id.to_string() });
        }
        self.ring.people.push(holder);
        Ok(())
    }

    /// Adds a key of a person who is there.
    ///
    /// # Errors
    /// [`Error::RingHas`] for a key that anyone has already; [`Error::RingLacks`] its person.
    pub fn add_key(&mut self, key: RingKey) -> Result<(), Error> {
        self.known(&key.person)?;
        let id = key.key.id();
        if self.ring.key(id).is_some() {
            return Err(Error::RingHas { id: id.to_string() });
        }
        self.ring.keys.push(key);
        Ok(())
    }

    /// Gives a mandate to a person who is there.
    ///
    /// # Errors
    /// [`Error::RingHas`] the same already; [`Error::RingLacks`] its person.
    pub fn mandate(&mut self, mut mandate: Mandate) -> Result<(), Error> {
        self.known(&mandate.person)?;
        for ids in [&mut mandate.seats, &mut mandate.stages] {
            ids.sort();
            ids.dedup();
        }
        if self.ring.mandates.contains(&mandate) {
            return Err(Error::RingHas { id: mandate.act });
        }
        self.ring.mandates.push(mandate);
        Ok(())
    }

    /// Accepts a set of rules.
    ///
    /// # Errors
    /// [`Error::RingHas`].
    pub fn accept(&mut self, policy: Policy) -> Result<(), Error> {
        if self.ring.policies.contains(&policy) {
            return Err(Error::RingHas { id: policy.id });
        }
        self.ring.policies.push(policy);
        Ok(())
    }

    /// Names the root keys and how many persons must approve from now on.
    pub fn set_roots(&mut self, threshold: u64, mut keys: Vec<KeyId>) {
        keys.sort();
        keys.dedup();
        self.ring.roots = Roots { threshold, keys };
    }

    /// Says what became of a key.
    ///
    /// # Errors
    /// [`Error::RingLacks`] the key; [`Error::RingChange`] if its status is set already.
    pub fn set_status(&mut self, id: KeyId, status: Status) -> Result<(), Error> {
        let key = self.key(id)?;
        if key.status.is_some() {
            return Err(Error::RingChange { field: format!("keys[{id}].status") });
        }
        key.status = Some(status);
        Ok(())
    }

    /// Brings the end of a key forward.
    ///
    /// # Errors
    /// [`Error::RingLacks`] the key; [`Error::RingChange`] if that is not earlier.
    pub fn end_key(&mut self, id: KeyId, until: Moment) -> Result<(), Error> {
        let key = self.key(id)?;
        if until >= key.valid_until {
            return Err(Error::RingChange { field: format!("keys[{id}].validUntil") });
        }
        key.valid_until = until;
        Ok(())
    }

    /// Brings the end of a mandate forward.
    ///
    /// # Errors
    /// [`Error::RingLacks`] the mandate; [`Error::RingChange`] if that is not earlier.
    pub fn end_mandate(&mut self, mandate: &Mandate, until: Moment) -> Result<(), Error> {
        let found = self.ring.mandates.iter_mut().find(|m| *m == mandate);
        let found = found.ok_or_else(|| Error::RingLacks { id: mandate.act.clone() })?;
        if until >= found.until {
            return Err(Error::RingChange { field: format!("mandates[{}].until", mandate.act) });
        }
        found.until = until;
        Ok(())
    }

    /// The finished version.
    ///
    /// # Errors
    /// [`Error::Ring`] for a field that the format refuses; [`Error::RingChange`] for a change that
    /// succession refuses.
    pub fn finish(mut self) -> Result<Ring, Error> {
        self.ring.people.sort_by(|a, b| a.id.cmp(&b.id));
        self.ring.keys.sort_by_key(|k| k.key.id());
        self.ring.mandates.sort_by_cached_key(Mandate::write);
        self.ring.policies.sort();
        let ring = Ring::parse(&self.ring.write()).map_err(Error::Ring)?;
        let breach = self.before.and_then(|before| breaches(&before, &ring).into_iter().next());
        match breach {
            Some(breach) => Err(Error::RingChange { field: breach.field }),
            None => Ok(ring),
        }
    }

    fn known(&self, person: &Person) -> Result<(), Error> {
        match self.ring.holder(person) {
            Some(_) => Ok(()),
            None => Err(Error::RingLacks { id: person.to_string() }),
        }
    }

    fn key(&mut self, id: KeyId) -> Result<&mut RingKey, Error> {
        let found = self.ring.keys.iter_mut().find(|k| k.key.id() == id);
        found.ok_or_else(|| Error::RingLacks { id: id.to_string() })
    }
}
