/** Whether the launcher still has to fill a tenant with the demo, told with the tenant so that no death in between forgets it. */
export const DemoState = { unfinished: 'UNFINISHED', finished: 'FINISHED' } as const;

export type DemoState = (typeof DemoState)[keyof typeof DemoState];
