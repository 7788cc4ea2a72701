"""Rows of the machinery: officers."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from comity.access import Actor, Role
from comity.words import AuthorityId, StateCode


class Officers(BaseUserManager["Officer"]):
    """Officers are made by services only."""


class Officer(AbstractBaseUser):
    """Somebody who signs in to this node: an office, never a person's name."""

    name = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=2, blank=True)
    authority = models.CharField(max_length=64, blank=True)
    roles = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    email = models.EmailField(blank=True)  # allauth looks for it; a node mails nobody

    USERNAME_FIELD: ClassVar[str] = "name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Officers()

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> Actor:
        """The value that the access table and the services take."""
        return Actor(
            self.name,
            StateCode(self.state) if self.state else None,
            frozenset(Role(role) for role in self.roles),
            AuthorityId(self.authority) if self.authority else None,
        )
