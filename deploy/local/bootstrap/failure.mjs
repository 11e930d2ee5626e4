/** Something about the machine or a child process that the user must see, without a stack. */
export class Failure extends Error {
  name = 'Failure';
}
