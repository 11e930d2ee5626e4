interface PermittedAction {
  name: string;
  allowed: boolean;
  reason?: string | null;
}

/** Why an action (named as its mutation) is not allowed, or null when it is. One that the server does not name is left to it. */
export function actionReason(actions: readonly PermittedAction[], name: string): string | null {
  const action = actions.find((one) => one.name === name);
  if (action === undefined || action.allowed) return null;
  return action.reason ?? 'You have no right to do this.';
}
