/** A part of the organization. */
export interface DepartmentRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly createdAt: string;
}
