"""Sign-in through identity providers of the district's own: OpenID Connect and SAML, by way of django-allauth."""
