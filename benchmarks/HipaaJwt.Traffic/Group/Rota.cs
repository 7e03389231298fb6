namespace HipaaJwt.Traffic.Group;

/// <summary>Says who works when. A shift depends only on the seed, the clinician and the day, in no order.</summary>
internal sealed class Rota(HospitalGroup group)
{
    private const int DaysOfWeek = 7;
    private const int WorkingDays = 5;
    private const int Sites = 5;
    private const long WardLength = (8 * HospitalGroup.Hour) + (30 * HospitalGroup.Minute);

    private static readonly (long Start, long Length) Office = (8 * HospitalGroup.Hour, 9 * HospitalGroup.Hour);

    /// <summary>Returns the shift that starts on a day; null if the clinician is off.</summary>
    /// <param name="clinician">The number of the clinician.</param>
    /// <param name="day">The day, from 0. The shifts of day -1 end on the first day of the month.</param>
    public Shift? Find(int clinician, int day)
    {
        if (Share(clinician, day, 1) < HospitalGroup.ShareAbsent)
        {
            return null;
        }

        var isOffice = Share(clinician, 0, 2) < HospitalGroup.ShareOfOffice;
        var position = (day + DaysOfWeek + (isOffice ? 0 : clinician % DaysOfWeek)) % DaysOfWeek;
        if (position >= WorkingDays)
        {
            return null;
        }

        var (start, length) = isOffice ? Office : (WardStart(clinician, day), WardLength);
        var site = ((clinician % Sites) - 2) * 15 * HospitalGroup.Minute;
        var early = (long)((Share(clinician, day, 3) - 0.5) * 20 * HospitalGroup.Minute);
        var late = (long)(Share(clinician, day, 4) * 15 * HospitalGroup.Minute);
        var planned = (day * HospitalGroup.Day) + start + site;
        return new Shift(planned + early, planned + length + late);
    }

    /// <summary>
    /// A clinician on a ward keeps one kind of shift for a week. Half of them work by day, 30 % in the evening, 20 % at night.
    /// </summary>
    private long WardStart(int clinician, int day)
    {
        var week = (day + DaysOfWeek + (clinician % DaysOfWeek)) / DaysOfWeek;
        return Share(clinician, week, 5) switch
        {
            < 0.5 => 7 * HospitalGroup.Hour,
            < 0.8 => 15 * HospitalGroup.Hour,
            _ => 23 * HospitalGroup.Hour,
        };
    }

    /// <summary>Returns a number from 0 up to 1 that depends on the arguments alone (SplitMix64).</summary>
    private double Share(int clinician, int day, int purpose)
    {
        var value = ((ulong)(uint)group.Seed << 40) ^ ((ulong)(uint)clinician << 20) ^ ((ulong)(uint)(day + 8) << 4) ^ (uint)purpose;
        value = (value + 0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return ((value ^ (value >> 31)) >> 11) / (double)(1L << 53);
    }
}
