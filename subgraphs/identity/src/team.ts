/** People who share agents and notebooks. */
export interface TeamRecord {
  readonly id: string;
  readonly name: string;
  readonly departmentId: string | null;
  readonly createdAt: string;
}
