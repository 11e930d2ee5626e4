/** Whose account the calls of a tool server are made with. */
export const ACCOUNT_CHOICES = [
  { value: 'SHARED', label: 'Everyone uses one account' },
  { value: 'OWN', label: 'Each person signs in with their own' },
] as const;

export type AccountChoice = (typeof ACCOUNT_CHOICES)[number]['value'];
