/** Of the address that authorization servers know of us. It never changes, or every client would have to be registered anew. */
export const CALLBACK_PATH = '/auth/credentials/callback';
