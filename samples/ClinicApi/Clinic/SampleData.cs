namespace ClinicApi.Clinic;

/// <summary>The patients of the clinic. All of them are fictitious.</summary>
internal static class SampleData
{
    public const string Rows = """
        INSERT OR IGNORE INTO patient (id, name, born) VALUES
            (1001, 'Amina Okafor', '1984-03-12'),
            (1002, 'Jonas Lindqvist', '1957-11-02'),
            (1003, 'Mei Tanaka', '2015-06-30');

        INSERT OR IGNORE INTO chart_entry (id, patient, date, finding) VALUES
            (1, 1001, '2025-09-04', 'Migraine with aura, four episodes since spring.'),
            (2, 1001, '2025-11-18', 'Blood pressure 128/82; migraine diary reviewed.'),
            (3, 1002, '2025-10-21', 'Type 2 diabetes, HbA1c 7.1 %.'),
            (4, 1003, '2025-12-09', 'Seasonal allergy, otherwise well.');

        INSERT OR IGNORE INTO prescription (id, patient, medication, dosage, prescribed_by) VALUES
            (1, 1002, 'Metformin 500 mg', 'one tablet twice a day', 'dr.rivera');
        """;
}
