import { Table, type TableProps } from '@mantine/core'

/** A table on a sheet of its own. */
export function SheetTable(props: TableProps) {
  return (
    <div className="sheet table-frame">
      <Table verticalSpacing="sm" horizontalSpacing="md" {...props} />
    </div>
  )
}
