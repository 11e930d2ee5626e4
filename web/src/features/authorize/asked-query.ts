/**
 * The query with which an app sent the browser here, as it came: read when the application loads, for the router takes text that looks like
 * a number for one, and a `state` must go back as it is.
 */
export const askedQuery = new URLSearchParams(location.search);
