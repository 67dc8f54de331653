/** Source of a regular expression for a host name: letters, digits, hyphens and underscores in labels of 1 to 63 octets (RFC 1123 §2.1). */
export const NAME_FORM = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?){0,30}';

/** Source of a regular expression for what looks like an IPv4 or IPv6 address; who reads the value checks it. */
export const ADDRESS_FORM = '(?:\\d{1,3}(?:\\.\\d{1,3}){3}|(?=[0-9a-f]*:)[0-9a-f:]{2,39})';
