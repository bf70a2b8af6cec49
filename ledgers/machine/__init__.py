"""The machine that brings a workbook into a register, whatever the register is."""
