namespace Caseward.Local.Tables;

/// <summary>The types that a property can have. The numbers are stored: only ever append.</summary>
internal enum EdmType : byte
{
    String = 1,
    Int32 = 2,
    Int64 = 3,
    Double = 4,
    Boolean = 5,
    DateTime = 6,
    Guid = 7,
    Binary = 8,
}
